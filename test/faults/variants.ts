import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { bundleHandler } from '../../scripts/deploy/bundle.ts';

/** The code with a safeguard taken out: what stands in a source file, and what stands there instead. */
export const variants = {
  lease: [
    {
      file: 'src/adapters/ledger/changes.ts',
      from: "if (endOf(held) > now()) return { state: 'busy', until: instant(endOf(held)) };",
      to: '',
    },
    {
      file: 'src/adapters/ledger/changes.ts',
      from: "{ expression: 'lease = :lease', values: { ':lease': lease } }",
      to: "{ expression: 'attribute_exists(pk)' }",
    },
  ],
  'error-code': [
    {
      file: 'src/core/read.ts',
      from: "if (errorCode === undefined) return { kind: 'change', change };",
      to: "if (errorCode !== null as never) return { kind: 'change', change };",
    },
  ],
  'creation-time': [
    {
      file: 'src/core/decide.ts',
      from: 'apart <= sameResourceWithin,',
      to: 'apart >= 0,',
    },
  ],
} as const;

export type Variant = keyof typeof variants;

export type Files = ReadonlyMap<string, string>;

const root = resolve(import.meta.dirname, '../..');

/** The functions as they are deployed, of the code as it is or of a variant: file name -> code, by function. */
export async function bundles(names: readonly string[], policy: string, variant?: Variant): Promise<ReadonlyMap<string, Files>> {
  const folder = mkdtempSync(join(tmpdir(), 'sagewarden-faults-'));
  try {
    const policyFile = join(folder, 'sagewarden.yml');
    writeFileSync(policyFile, policy);
    const sources = variant ? changed(variant, join(folder, 'code')) : root;
    const made = new Map<string, Files>();
    for (const name of names) {
      const { files } = await bundleHandler(join(sources, 'handlers', `${name}.ts`), policyFile);
      made.set(name, new Map([...files].map(([file, code]) => [file, Buffer.from(code).toString('utf8')])));
    }
    return made;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A copy of the sources, with the variant's lines. @throws when a line is not there, just once */
function changed(variant: Variant, folder: string): string {
  mkdirSync(folder);
  for (const part of ['src', 'handlers', 'package.json', 'tsconfig.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const { file, from, to } of variants[variant]) {
    const path = join(folder, file);
    const parts = readFileSync(path, 'utf8').split(from);
    if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times: ${from}`);
    writeFileSync(path, parts.join(to));
  }
  return folder;
}
