import { readFileSync } from 'node:fs';
import { parseJson } from '../core/json.ts';
import { type KeySource, parsePublicKeys } from '../trail/public-keys.ts';
import { UsageError } from './errors.ts';

export const publicKeysHelp =
  'public keys of CloudTrail, as sagewarden public-keys or aws cloudtrail list-public-keys writes them: then no AWS is called';

/** Files of public keys, several where regions were asked apart; without one, CloudTrail is asked. */
export function openKeys(files: readonly string[] | undefined): KeySource {
  if (files === undefined || files.length === 0)
    return async (ranges) => {
      const { listPublicKeys } = await import('../adapters/cloudtrail-keys.ts');
      return parsePublicKeys(await listPublicKeys(ranges), 'cloudtrail:ListPublicKeys');
    };
  const keys = files.flatMap((file) => parsePublicKeys(parseJson(readText(file)), file));
  if (keys.length === 0) throw new UsageError(`${files.join(', ')}: no public keys in it`);
  return async () => keys;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${path}: ${code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`}`);
  }
}
