import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Raised when the records change, so that an older archive is not taken for this one. */
const generation = 4;

/** What an archive is made of; the same plan gives the same bytes on every machine. */
export interface ArchivePlan {
  readonly name: string;
  readonly files: number;
  /** Records in a file: between these, small files being more frequent than large ones. */
  readonly records: readonly [from: number, to: number];
}

export interface BenchArchive {
  readonly folder: string;
  readonly files: number;
  readonly records: number;
  /** Records of SageMaker's, of whatever operation. */
  readonly sageMaker: number;
  readonly inflated: number;
  readonly stored: number;
}

/** Written once into the temporary folder, then used again. */
export async function benchArchive(plan: ArchivePlan): Promise<BenchArchive> {
  const folder = join(tmpdir(), `sagewarden-bench-${generation}-${plan.name}-${plan.files}`);
  const complete = `${folder}.json`;
  if (existsSync(complete)) return JSON.parse(readFileSync(complete, 'utf8')) as BenchArchive;
  rmSync(folder, { recursive: true, force: true });
  const parts = availableParallelism();
  const counts = await Promise.all(Array.from({ length: parts }, (_, part) => writePart(folder, plan, part, parts)));
  const total = (of: keyof PartCounts) => counts.reduce((sum, each) => sum + each[of], 0);
  const archive = {
    folder,
    files: plan.files,
    records: total('records'),
    sageMaker: total('sageMaker'),
    inflated: total('inflated'),
    stored: total('stored'),
  };
  writeFileSync(complete, JSON.stringify(archive));
  return archive;
}

export interface PartCounts {
  readonly records: number;
  readonly sageMaker: number;
  readonly inflated: number;
  readonly stored: number;
}

function writePart(folder: string, plan: ArchivePlan, part: number, parts: number): Promise<PartCounts> {
  const script = fileURLToPath(new URL('archive-part.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify({ folder, plan, part, parts, seed: generation })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(JSON.parse(out)) : reject(new Error(`writing the archive ended with ${code}`))));
  });
}
