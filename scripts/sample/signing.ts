import { checkPrimeSync, createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';

/** What signs digests in made-up trails. It is made from a seed, so that a seed gives the same bytes everywhere; it protects nothing. */
export interface Signer {
  /** MD5 of the public key's DER, as ListPublicKeys has it. */
  readonly fingerprint: string;
  /** PKCS#1, as ListPublicKeys answers. */
  readonly publicKey: KeyObject;
  /** RSA PKCS#1 v1.5, hex: the same text gives the same signature. */
  sign(text: string, hash?: 'sha256' | 'sha1'): string;
}

const cache = new Map<string, Signer>();

export function seededSigner(seed: string, bits: 1024 | 2048 = 2048): Signer {
  const known = cache.get(`${seed} ${bits}`);
  if (known) return known;
  const privateKey = rsaKey(seed, bits);
  const publicKey = createPublicKey(privateKey);
  const signer: Signer = {
    publicKey,
    fingerprint: createHash('md5')
      .update(publicKey.export({ type: 'pkcs1', format: 'der' }))
      .digest('hex'),
    sign: (text, hash = 'sha256') => sign(hash, Buffer.from(text), privateKey).toString('hex'),
  };
  cache.set(`${seed} ${bits}`, signer);
  return signer;
}

const publicExponent = 65_537n;

function rsaKey(seed: string, bits: number): KeyObject {
  const [p, q] = [primeFrom(`${seed}/p`, bits / 2), primeFrom(`${seed}/q`, bits / 2)];
  const d = inverse(publicExponent, (p - 1n) * (q - 1n));
  const members = { n: p * q, e: publicExponent, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  const jwk = Object.fromEntries(Object.entries(members).map(([name, value]) => [name, base64url(value)]));
  return createPrivateKey({ key: { kty: 'RSA', ...jwk }, format: 'jwk' });
}

/** The first prime after a number that SHA-512 draws from the seed; its two highest bits are set, so that two of them give a whole modulus. */
function primeFrom(seed: string, bits: number): bigint {
  const blocks = Array.from({ length: bits / 512 }, (_, index) => createHash('sha512').update(`${seed}/${index}`).digest('hex'));
  const drawn = BigInt(`0x${blocks.join('')}`) | (3n << BigInt(bits - 2)) | 1n;
  for (let candidate = drawn; ; candidate += 2n) {
    if ((candidate - 1n) % publicExponent !== 0n && checkPrimeSync(candidate)) return candidate;
  }
}

/** Extended Euclid. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [r0, r1, s0, s1] = [modulus, value % modulus, 0n, 1n];
  while (r1 > 0n) {
    const quotient = r0 / r1;
    [r0, r1, s0, s1] = [r1, r0 - quotient * r1, s1, s0 - quotient * s1];
  }
  return ((s0 % modulus) + modulus) % modulus;
}

function base64url(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
}
