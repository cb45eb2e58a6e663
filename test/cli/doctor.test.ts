import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ControlPlane, type ControlPlaneOptions, start } from '../../stand-ins/control-plane.ts';
import { healthy } from '../../stand-ins/deployment.ts';
import { type SlackStandIn, start as startSlack } from '../../stand-ins/slack.ts';
import { folder, runAsync } from '../support/cli.ts';

let slack: SlackStandIn;
beforeAll(async () => {
  slack = await startSlack();
  return () => slack.close();
});

let plane: ControlPlane | undefined;
afterEach(() => plane?.close());

async function doctor(args: readonly string[] = [], options: Partial<ControlPlaneOptions> = {}, env: Record<string, string> = {}) {
  const secret = { 'secretsmanager:GetSecretValue': () => ({ SecretString: slack.webhook }) };
  plane = await start({ ...options, answers: { ...secret, ...healthy, ...options.answers } });
  return runAsync(['doctor', ...args], { cwd: folder(), env: { ...plane.env, AWS_MAX_ATTEMPTS: '1', ...env } });
}

describe('sagewarden doctor', () => {
  test('all is well: exit code 0, a line for each question, and Slack was not bothered', async () => {
    const { code, out, err } = await doctor();
    expect([code, err]).toEqual([0, '']);
    expect(out.match(/^yes {5}/gm)).toHaveLength(13);
    expect(out).not.toContain('fix:');
    expect(out).not.toContain('\u001b');
    expect(slack.posts).toEqual([]);
  });

  test('a no: exit code 1, and its fix below it', async () => {
    const { code, out } = await doctor([], { answers: { 'cloudtrail:GetTrailStatus': () => ({ IsLogging: false }) } });
    expect(code).toBe(1);
    expect(out).toMatch(/^NO {6}.*\n {9}management is not logging\n {9}fix: aws cloudtrail start-logging --name arn:\S+$/m);
  });

  test('something denied: exit code 3, and the permission is named', async () => {
    const { code, out } = await doctor([], {
      fail: (operation) => (operation === 'events:DescribeRule' ? { status: 400, code: 'AccessDeniedException' } : undefined),
    });
    expect(code).toBe(3);
    expect(out).toMatch(/^unknown .*\n {9}events:DescribeRule was denied\n {9}fix: allow events:DescribeRule/m);
  });

  test('--json, for another stage and region', async () => {
    const { code, out } = await doctor(['--json', '--stage', 'prod', '--region', 'eu-central-1']);
    const { region, stack, exitCode, checks } = JSON.parse(out);
    expect([code, exitCode, region, stack]).toEqual([1, 1, 'eu-central-1', 'sagewarden-prod']);
    expect(checks.find(({ id }: { id: string }) => id === 'functions')).toMatchObject({
      answer: 'no',
      detail: expect.stringContaining('sagewarden-prod-monitor is not there'),
      fix: 'npm run deploy -- --stage prod --region eu-central-1',
    });
  });

  test('--test-alert says where to look', async () => {
    const { code, out } = await doctor(['--test-alert']);
    expect(code).toBe(0);
    expect(out).toMatch(/test-alert:\S+ was sent to the topic; look for it in email s…@example\.com, sqs slack$/m);
    expect(plane?.requests.filter(({ operation }) => operation === 'sns:Publish')).toHaveLength(1);
  });

  test.each<[string, Partial<ControlPlaneOptions>, Record<string, string>, RegExp]>([
    ['no region', {}, { AWS_REGION: '' }, /no region: give --region/],
    [
      'credentials that are not valid',
      { fail: () => ({ status: 403, code: 'InvalidClientTokenId' }) },
      {},
      /sts:GetCallerIdentity: InvalidClientTokenId/,
    ],
  ])('%s: exit code 2, one line', async (_, options, env, message) => {
    const { code, out, err } = await doctor([], options, env);
    expect([code, out, err.trim().split('\n')]).toEqual([2, '', [expect.stringMatching(message)]]);
    expect(err).not.toMatch(/secret-caller|defect/);
  });
});
