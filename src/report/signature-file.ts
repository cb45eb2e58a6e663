import { constants, createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import * as z from 'zod';
import { type SignatureAlgorithm, type Signer, SigningError, signatureAlgorithms } from '../core/signature.ts';
import { jsonText } from '../text/safe-text.ts';

export const sumsName = 'SHA256SUMS';
export const signatureName = 'SHA256SUMS.sig';
export const publicKeyName = 'SHA256SUMS.pub.pem';

export type SignatureFiles = Readonly<Partial<Record<typeof signatureName | typeof publicKeyName, string>>>;

const schema = 'https://sagewarden.dev/signature/1';

/** `SHA256SUMS.sig`: a detached signature of the file that it names. */
const signatureFile = z.strictObject({
  schema: z.literal(schema),
  file: z.literal(sumsName),
  algorithm: z.enum(signatureAlgorithms),
  /** `sha256:` and the hex sha256 of the public key (SPKI, DER). */
  keyFingerprint: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  keyId: z.string().max(2048).optional(),
  signature: z.base64().min(1).max(4096),
});
export type SignatureFile = z.infer<typeof signatureFile>;

/** Signs, and holds the signature against the public key before it is believed. @throws SigningError */
export async function signatureFiles(sums: string, signer: Signer): Promise<SignatureFiles> {
  const message = Buffer.from(sums, 'utf8');
  const signature = await signer.sign(message);
  const key = createPublicKey(signer.publicKey);
  if (!isValid(message, signature, key, signer.algorithm)) {
    throw new SigningError('the signature that was made does not verify with its own public key: nothing was written');
  }
  const content = {
    schema,
    file: sumsName,
    algorithm: signer.algorithm,
    keyFingerprint: fingerprint(key),
    ...(signer.keyId !== undefined && { keyId: signer.keyId }),
    signature: Buffer.from(signature).toString('base64'),
  } satisfies SignatureFile;
  return { [signatureName]: `${jsonText(content, 2)}\n`, [publicKeyName]: signer.publicKey };
}

/** `undefined`: not a signature file of this version. */
export function parseSignatureFile(text: string): SignatureFile | undefined {
  try {
    return signatureFile.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

export function fingerprint(key: KeyObject): string {
  return `sha256:${createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')}`;
}

/** The key decides which algorithm may verify: a file that names another does not verify. */
export function isValid(message: Uint8Array, signature: Uint8Array, key: KeyObject, algorithm: SignatureAlgorithm): boolean {
  if (algorithmOf(key) !== algorithm) return false;
  if (algorithm === 'Ed25519') return verify(null, message, key, signature);
  if (algorithm === 'ECDSA_SHA_256') return verify('sha256', message, { key, dsaEncoding: 'der' }, signature);
  return verify(
    'sha256',
    message,
    { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
    signature,
  );
}

/** `undefined`: a kind of key that nothing here signs with. */
function algorithmOf(key: KeyObject): SignatureAlgorithm | undefined {
  switch (key.asymmetricKeyType) {
    case 'ed25519':
      return 'Ed25519';
    case 'ec':
      return ['prime256v1', 'secp256k1'].includes(key.asymmetricKeyDetails?.namedCurve ?? '') ? 'ECDSA_SHA_256' : undefined;
    case 'rsa':
      return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048 ? 'RSASSA_PSS_SHA_256' : undefined;
    default:
      return undefined;
  }
}
