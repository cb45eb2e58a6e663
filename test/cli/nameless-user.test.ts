import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { files, folder, run } from '../support/cli.ts';
import { call } from '../support/records.ts';

/** What node does where the uid has no entry in passwd, as in OpenShift and by `docker run -u`: here for any user. */
const nameless = `import os from 'node:os';
import { syncBuiltinESMExports } from 'node:module';
os.userInfo = () => { throw new Error('A system error occurred: uv_os_get_passwd returned ENOENT'); };
syncBuiltinESMExports();`;
const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(nameless)}` };

const source = files({ 'a.json': JSON.stringify({ Records: [call('CreateModel', { modelName: 'm' })] }) });
const period = ['--from', '2026-08-01T00:00:00Z', '--to', '2026-09-01T00:00:00Z'];
const asks = /^sagewarden: who runs this has no name here \(uid \d+\): say who answers for it with --approver\n$/;

test('a scan names the uid as its caller', () => {
  const out = join(folder(), 'run');
  const ran = run(['scan', source, ...period, '--accept-unverified', '--quiet', '--out', out], { cwd: folder(), env });
  expect([ran.code, ran.err]).toEqual([1, '']);
  expect(JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')).caller.user).toBe(`uid ${process.getuid?.()}`);
});

test('a baseline asks for its approver before it reads, and takes the one that is given', () => {
  const asked = run(['baseline', 'nowhere/at/all', ...period], { cwd: folder(), env });
  expect([asked.code, asked.out, asked.err]).toEqual([2, '', expect.stringMatching(asks)]);
  const given = run(['baseline', source, ...period, '--quiet', '--json', '--approver', 'J. Doe'], { cwd: folder(), env });
  expect([given.code, JSON.parse(given.out)[0].approver]).toEqual([0, 'J. Doe']);
});

test('the way back of a fix asks for its approver before AWS is asked', () => {
  const arn = 'arn:aws:sagemaker:eu-west-1:111122223333:model/m';
  const ran = run(['remediate', arn, '--backout'], { cwd: folder(), env });
  expect([ran.code, ran.out, ran.err]).toEqual([2, '', expect.stringMatching(asks)]);
});
