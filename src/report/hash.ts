import { createHash } from 'node:crypto';

/** sha256 over the UTF-8 bytes of the chunks together, in hex: what `sha256sum` says of the file they make. */
export function sha256Of(chunks: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk, 'utf8');
  return hash.digest('hex');
}
