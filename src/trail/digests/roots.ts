import { SourceError } from '../source.ts';
import { type Entry, prefixOf } from './entry.ts';

/**
 * Refuses a copy of what lies below `AWSLogs/`, in a folder of another name: no digest lies where it says then, and no log file where a digest
 * names it, altered or not. A stray digest beside a trail is judged as any other.
 *
 * @throws SourceError
 */
export function demandRoot(digests: readonly Entry[]): void {
  // In a bucket a key is what it is.
  const isStray = ({ key, bucket }: Entry) => bucket === undefined && prefixOf(key) === undefined;
  const [first] = digests;
  if (!first || !digests.every(isStray)) return;
  throw new SourceError(
    `${first.key}: a digest that does not lie below AWSLogs/, so that nothing can be held against it: name the folder that holds AWSLogs, ` +
      'or copy the archive again with its whole path (aws s3 sync s3://BUCKET/AWSLogs trail/AWSLogs)',
  );
}
