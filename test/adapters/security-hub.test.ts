import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { securityHub } from '../../src/adapters/security-hub.ts';
import { securityFindings } from '../../src/alert/asff.ts';
import { type SecurityHubStandIn, start } from '../../stand-ins/securityhub.ts';
import { change, hostile, hostileNames, samples } from '../alert/samples.ts';
import { awsEnvironment, setEnvironment } from '../support/environment.ts';

const place = { account: '111122223333', region: 'eu-west-1' };
let hub: SecurityHubStandIn;
beforeAll(async () => {
  hub = await start(place);
});
afterAll(() => hub.close());
awsEnvironment();
beforeEach(() => {
  setEnvironment({ AWS_ENDPOINT_URL_SECURITYHUB: hub.url });
  hub.fail = undefined;
  hub.refuse = undefined;
});

const importing = () => securityHub(place.region);

test('takes findings of every alert; a second import updates', async () => {
  const findings = Object.values(samples).flatMap((alert) => securityFindings(alert, place));
  expect(await importing().import(findings)).toEqual({ outcome: 'answered', refused: new Map() });
  const { size } = hub.findings;
  await importing().import(securityFindings({ ...change, at: '2026-08-01T13:00:00Z' }, place));
  expect(hub.findings.size).toBe(size);
  expect([...hub.findings.values()].filter(({ UpdatedAt }) => UpdatedAt === '2026-08-01T13:00:00Z')).toHaveLength(2);
});

test('takes what an attacker named', async () => {
  for (const name of Object.values(hostileNames)) {
    const findings = [
      ...new Map(
        hostile(name)
          .flatMap((alert) => securityFindings(alert, place))
          .map((finding) => [finding.Id, finding]),
      ).values(),
    ];
    expect(await importing().import(findings)).toEqual({ outcome: 'answered', refused: new Map() });
  }
});

test('says which findings were refused', async () => {
  const findings = securityFindings(change, place);
  hub.refuse = ({ Id }) => (Id === findings[1]?.Id ? 'InvalidInput' : undefined);
  expect(await importing().import(findings)).toEqual({ outcome: 'answered', refused: new Map([[findings[1]?.Id, 'InvalidInput']]) });
});

test.each([
  [
    'not enabled',
    { status: 401, body: {}, headers: { 'x-amzn-errortype': 'InvalidAccessException' } },
    { outcome: 'broken', reason: 'InvalidAccessException' },
  ],
  [
    'denied',
    { status: 403, body: {}, headers: { 'x-amzn-errortype': 'AccessDeniedException' } },
    { outcome: 'broken', reason: 'AccessDeniedException' },
  ],
  [
    'down',
    { status: 500, body: {}, headers: { 'x-amzn-errortype': 'InternalException' } },
    { outcome: 'unavailable', reason: 'InternalException' },
  ],
] as const)('%s', async (_, fault, answer) => {
  hub.fail = () => fault;
  expect(await importing().import(securityFindings(change, place))).toEqual(answer);
});
