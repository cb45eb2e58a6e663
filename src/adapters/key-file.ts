import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { type Signer, SigningError } from '../core/signature.ts';

/** A private Ed25519 key in a file (PKCS#8, PEM): `openssl genpkey -algorithm ed25519 -out key.pem`. @throws SigningError */
export function keyFileSigner(path: string): Signer {
  const key = privateKey(path);
  if (key.asymmetricKeyType !== 'ed25519') {
    throw new SigningError(
      `${path}: a key of type ${key.asymmetricKeyType}, expected ed25519 (openssl genpkey -algorithm ed25519 -out key.pem)`,
    );
  }
  return {
    algorithm: 'Ed25519',
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
    sign: async (message) => sign(null, message, key),
  };
}

/** Can anybody but the owner read it? Windows keeps that elsewhere: `false`. */
export function readableByOthers(path: string): boolean {
  return process.platform !== 'win32' && ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o044) !== 0;
}

function privateKey(path: string): KeyObject {
  const pem = read(path);
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----/.test(pem)) {
    throw new SigningError(`${path}: is encrypted; decrypt it (openssl pkey -in ... -out ...), or sign with KMS`);
  }
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) throw new SigningError(`${path}: no private key in it; expected PKCS#8 in PEM`);
  try {
    return createPrivateKey(pem);
  } catch {
    // OpenSSL's words for it are about its decoders, and could quote the file.
    throw new SigningError(`${path}: a private key that cannot be read; expected PKCS#8 in PEM`);
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    throw new SigningError(`${path}: ${code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`}`);
  }
}
