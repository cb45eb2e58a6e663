import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whatever the tests of a run leave among the temporary files is in one folder, which goes with the run. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'sagewarden-tests-'));
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
