import type { Evidence } from '../core/evidence/model.ts';
import { jsonText } from '../text/safe-text.ts';
import type { WrittenFile } from './write-file.ts';

export const manifestName = 'manifest.json';

export interface CountedFile extends WrittenFile {
  /** Of files that have rows: changes, or findings. As counted in what was written. */
  readonly rows?: number;
}

/**
 * `manifest.json`: every reproducible file of the run with its rows, bytes and sha256, by name. Itself it is in `SHA256SUMS`;
 * `run.json`, which differs from run to run, is in neither.
 */
export function* manifest({ tool, generatedAt, schema }: Evidence, files: readonly CountedFile[]): Generator<string> {
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  const content = {
    schema: 'https://sagewarden.dev/manifest/1',
    evidenceSchema: schema,
    tool: { name: tool.name, version: tool.version },
    generatedAt,
    files: sorted.map(({ name, rows, bytes, sha256 }) => ({ name, ...(rows !== undefined && { rows }), bytes, sha256 })),
  };
  yield `${jsonText(content, 2)}\n`;
}
