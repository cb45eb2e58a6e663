import { keyFileSigner, readableByOthers } from '../adapters/key-file.ts';
import type { Signer } from '../core/signature.ts';
import { terminalSafe } from '../text/safe-text.ts';
import { UsageError } from './errors.ts';

export const signHelp = 'sign SHA256SUMS: ed25519:FILE.pem (a private key, PKCS#8) or kms:KEY (id, ARN or alias)';

/** `--sign KIND:KEY` -> who signs. The key is tried before the work, not after it. @throws UsageError, SigningError */
export async function openSigner(value: string, { quiet }: { readonly quiet: boolean }): Promise<Signer> {
  // Not quoted in the message: somebody may have given the key itself.
  if (/-----BEGIN|\n/.test(value)) throw new UsageError('--sign: give the path of a key file, not the key');
  const { kind, key } = /^(?<kind>ed25519|kms):(?<key>.+)$/.exec(value)?.groups ?? {};
  if (key === undefined) throw new UsageError(`--sign ${value}: expected ed25519:FILE.pem or kms:KEY`);
  if (kind === 'ed25519') {
    const signer = keyFileSigner(key);
    if (readableByOthers(key)) warn(`${key}: others can read this private key (chmod 600)`, quiet);
    return signer;
  }
  // The AWS SDK is loaded by those who ask for it only.
  const { kmsSigner } = await import('../adapters/kms.ts');
  return kmsSigner(key);
}

export function warn(text: string, quiet: boolean): void {
  if (!quiet) process.stderr.write(`sagewarden: warning: ${terminalSafe(text)}\n`);
}
