import { createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LoadError } from '../load/errors.ts';
import { readText } from '../load/sums.ts';
import { fingerprint, isValid, parseSignatureFile, publicKeyName, signatureName, sumsName } from '../signature-file.ts';
import { type Check, check, notChecked } from './check.ts';

const byGivenKey = 'SHA256SUMS was signed with the key that you gave';
const byFoundKey = 'SHA256SUMS was signed with the key that came along';
const whoUnknown = 'the key came along with the files: it proves nothing about who signed; --key FILE demands one that you know';

/** @param given the key that must have signed; absent: the one in the folder, which proves that nothing changed since, and no more */
export function signatureCheck(dir: string, given: KeyObject | undefined): Check {
  const means = given ? byGivenKey : byFoundKey;
  const [signed, hasKey] = [signatureName, publicKeyName].map((name) => existsSync(join(dir, name)));
  if (!signed && !hasKey && !given) return notChecked('signature', means, 'the run is not signed: nothing says who made it');
  try {
    const wrong = signed ? wrongIn(dir, given) : [`${signatureName} is missing`];
    return check('signature', means, wrong, given ? [fingerprint(given)] : [fingerprint(keyIn(dir)), whoUnknown]);
  } catch (error) {
    if (error instanceof LoadError) return check('signature', means, [error.message]);
    throw error;
  }
}

function wrongIn(dir: string, given: KeyObject | undefined): string[] {
  const file = parseSignatureFile(readText(dir, signatureName));
  if (!file) return [`${signatureName} is malformed, or of another version`];
  const found = given && !existsSync(join(dir, publicKeyName)) ? undefined : keyIn(dir);
  const key = given ?? found;
  if (!key) return [`${publicKeyName} is missing`];
  const print = fingerprint(key);
  if (found && fingerprint(found) !== print) return [`${publicKeyName} is another key: ${fingerprint(found)}, not ${print}`];
  if (file.keyFingerprint !== print) return [`${signatureName} names another key: ${file.keyFingerprint}, not ${print}`];
  const message = readFileSync(join(dir, sumsName));
  const valid = isValid(message, Buffer.from(file.signature, 'base64'), key, file.algorithm);
  return valid ? [] : [`the signature does not verify: ${sumsName} or ${signatureName} was altered`];
}

function keyIn(dir: string): KeyObject {
  const key = publicKey(readText(dir, publicKeyName));
  if (!key) throw new LoadError(publicKeyName, 'is not a public key in PEM');
  return key;
}

/** `undefined`: no public key in PEM. A private key is not taken for one: it should not be where a public one is asked for. */
export function publicKey(pem: string): KeyObject | undefined {
  if (!/^-----BEGIN (RSA )?PUBLIC KEY-----/.test(pem.trimStart())) return undefined;
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}
