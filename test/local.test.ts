import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { justNow } from '../scripts/local/just-now.ts';
import { openStage, type Stage } from '../scripts/local/stage.ts';
import { folder } from './support/cli.ts';

const root = resolve(import.meta.dirname, '..');
const event = (path: string): unknown => justNow(JSON.parse(readFileSync(join(root, 'events', path), 'utf8')));

describe('the live path on this machine', () => {
  const before = { ...process.env };
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ policyFile: join(root, 'scripts/local/policy.yml') });
  });
  afterAll(async () => {
    process.env = before;
    await stage.close();
  });

  test('a job outside the boundary: one alert with what would be done, and nothing is done', async () => {
    const outcome = await stage.play(event('training-job/no-vpc-config.json'));
    expect(outcome).toMatchObject({
      error: null,
      rows: [{ class: 'non-compliant', actions: [{ action: 'stop', outcome: 'dry-run' }] }],
      calls: [{ operation: 'DescribeTrainingJob' }],
      published: [{ subject: expect.stringContaining('defects-no-vpc-config') }],
    });
    expect(outcome.posted).toHaveLength(1);
  });

  test('the same event again gives nothing', async () => {
    expect(await stage.play(event('training-job/no-vpc-config.json'))).toMatchObject({ error: null, calls: [], published: [], posted: [] });
  });

  test('one that complies is in the ledger, and nowhere else', async () => {
    const outcome = await stage.play(event('model/isolated-in-vpc.json'));
    expect(outcome).toMatchObject({ rows: [{ class: 'compliant' }], calls: [], published: [], posted: [] });
  });

  test('a record that says nothing of the request is described', async () => {
    const outcome = await stage.play(event('training-job/request-parameters-omitted.json'));
    expect(outcome.calls.map(({ operation }) => operation)).toContain('DescribeTrainingJob');
    expect(outcome.rows[0]?.class).not.toBeNull();
  });

  test('what cannot be read fails, so that Lambda tries again', async () => {
    const outcome = await stage.play({ 'detail-type': 'Something else', detail: {} });
    expect(outcome).toMatchObject({ error: expect.stringContaining('unreadable event'), published: [] });
  });
});

describe('npm run local', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'scripts/local.ts', ...args], { cwd: root, encoding: 'utf8' });

  test('shows log, ledger, mail and Slack message, and leaves a page', () => {
    const out = folder();
    const { status, stdout } = run('--out', out, 'events/model/no-vpc-config.json', 'events/model/hostile-text.json');
    expect(status).toBe(0);
    for (const part of ['log', 'ledger', 'topic', 'Slack']) expect(stdout).toMatch(new RegExp(`^  ${part}$`, 'm'));
    expect(stdout).toContain('"type": "header"');
    expect(readdirSync(out).sort()).toEqual(['hostile-text.html', 'no-vpc-config.html']);
    const esc = String.fromCharCode(27);
    expect(stdout.includes(esc)).toBe(false);
    expect(readFileSync(join(out, 'hostile-text.html'), 'utf8')).not.toMatch(/<(script|img)/i);
  });

  test('without an event says how', () => {
    expect(run()).toMatchObject({ status: 2, stdout: expect.stringContaining('npm run local -- ') });
  });
});
