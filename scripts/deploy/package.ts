import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { Template } from './template.ts';

const root = resolve(import.meta.dirname, '../..');

export interface Packaged {
  readonly template: Template;
  /** What osls printed. */
  readonly output: string;
}

/**
 * What `osls package` makes of serverless.yml, in a folder of its own: nothing here is touched, and several can run side by side.
 * The zips are empty there; the template does not depend on them.
 */
export function packaged(...options: readonly string[]): Packaged {
  return packagedWith(readFileSync(join(root, 'sagewarden.yml'), 'utf8'), ...options);
}

/** The same for another policy. @param policy text of its file */
export function packagedWith(policy: string, ...options: readonly string[]): Packaged {
  const folder = mkdtempSync(join(tmpdir(), 'sagewarden-package-'));
  try {
    for (const part of ['serverless.yml', 'iac', 'package.json']) cpSync(join(root, part), join(folder, part), { recursive: true });
    writeFileSync(join(folder, 'sagewarden.yml'), policy);
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    mkdirSync(join(folder, 'dist/lambda'), { recursive: true });
    const { functions } = parse(readFileSync(join(root, 'serverless.yml'), 'utf8'), { logLevel: 'silent', merge: true });
    for (const {
      package: { artifact },
    } of Object.values(functions) as { package: { artifact: string } }[])
      writeFileSync(join(folder, artifact), emptyZip);
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules/.bin/osls'), 'package', ...options], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = `${stdout}${stderr}`;
    if (status !== 0) throw new Error(output);
    return { template: JSON.parse(readFileSync(join(folder, '.serverless/cloudformation-template-update-stack.json'), 'utf8')), output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** End of central directory, nothing before it (APPNOTE 4.3.16). */
const emptyZip = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');

const tags = ['Ref', 'Sub', 'GetAtt', 'If', 'Equals', 'And', 'Or', 'Not', 'Condition'];

/** A template as it is written, with CloudFormation's short forms. */
export function readTemplate(file: string): Template {
  const customTags = tags.flatMap((tag) => {
    const name = tag === 'Ref' || tag === 'Condition' ? tag : `Fn::${tag}`;
    return [
      { tag: `!${tag}`, resolve: (text: string) => ({ [name]: tag === 'GetAtt' ? text.split('.') : text }) },
      { tag: `!${tag}`, collection: 'seq' as const, resolve: (list: { toJSON(): unknown }) => ({ [name]: list.toJSON() }) },
    ];
  });
  return parse(readFileSync(join(root, file), 'utf8'), { customTags }) as Template;
}
