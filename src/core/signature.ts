/**
 * Who signs a run. What is signed are the bytes of SHA256SUMS: by Ed25519 as they are, by the others over their sha256, as
 * `openssl` verifies each. RSASSA_PSS_SHA_256 has a salt as long as the digest, as KMS makes it.
 */
export const signatureAlgorithms = ['Ed25519', 'ECDSA_SHA_256', 'RSASSA_PSS_SHA_256'] as const;
export type SignatureAlgorithm = (typeof signatureAlgorithms)[number];

export interface Signer {
  readonly algorithm: SignatureAlgorithm;
  /** SPKI, PEM. */
  readonly publicKey: string;
  /** Where the key is kept, where that is no secret: the ARN of a KMS key. */
  readonly keyId?: string;
  /** ECDSA: DER, as KMS and openssl write it. @throws SigningError */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** A key that cannot be used, or a service that refuses: one line, and what to do. */
export class SigningError extends Error {
  override name = 'SigningError';
}
