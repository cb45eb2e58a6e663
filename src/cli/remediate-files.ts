import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { OutputFile } from '../core/remediate/output.ts';
import { orOutputError } from '../report/output-errors.ts';
import { checkOutput } from '../report/staging.ts';

/**
 * Writes the fix into a folder that only its owner can enter. With `force`, what an earlier call left is replaced; Terraform's own
 * files beside it stay, and the scripts' list of what they have created (created.txt).
 *
 * @throws OutputExists, OutputError
 */
export function writeFix(folder: string, files: readonly OutputFile[], force: boolean): void {
  checkOutput(folder, { force });
  orOutputError(folder, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    rmSync(join(folder, 'requests'), { recursive: true, force: true });
    for (const path of earlier) rmSync(join(folder, path), { force: true });
  });
  for (const { path, content, mode } of files) {
    const file = join(folder, path);
    orOutputError(file, () => {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      // Never through a link that somebody else has put there.
      writeFileSync(file, content, { flag: 'wx', mode });
    });
  }
}

/** What a call may have written. */
const earlier = [
  '.gitignore',
  '1-apply.sh',
  '1-stop.sh',
  '2-run-again.sh',
  '2-verify.sh',
  '3-delete-old.sh',
  '3-verify.sh',
  'backout.sh',
  'cloudformation/deploy.sh',
  'cloudformation/import.json',
  'cloudformation/parameters.json',
  'cloudformation/resources-to-import.json',
  'cloudformation/template.json',
  'exemption.yml',
  'iam/execution-role.json',
  'iam/operator.json',
  'lib.sh',
  'plan.txt',
  'sagewarden.yml',
  'terraform/main.tf',
  'terraform/secrets.auto.tfvars.json',
];
