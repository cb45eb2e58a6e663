import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { files, run } from '../support/cli.ts';
import { call } from '../support/records.ts';

const trail = (name: string) => resolve(import.meta.dirname, '../../events/trail', `${name}.json`);

describe('what blinds a trail', () => {
  test.each(['stop-logging', 'delete-trail', 'put-event-selectors-write-off', 'update-trail-to-one-region'])(
    '%s: the alert that the monitor would send, exit code 1',
    (name) => {
      const ran = run(['replay', trail(name)]);
      expect([ran.code, ran.err]).toEqual([1, '']);
      expect(ran.out).toMatch(/^ {2}alert: yes, critical \(trail-tampering\)$/m);
    },
  );

  test.each(['start-logging', 'stop-logging-denied'])('%s does not', (name) => {
    const ran = run(['replay', trail(name)]);
    expect([ran.code, ran.out]).toEqual([0, expect.not.stringContaining('alert')]);
  });

  test('is in the JSON too', () => {
    const [said] = JSON.parse(run(['replay', '--json', trail('stop-logging')]).out) as unknown[];
    expect(said).toMatchObject({ decisions: null, tampering: { kind: 'trail-tampering', severity: 'critical' } });
  });
});

describe('the scope of the policy', () => {
  const event = call('CreateModel', { modelName: 'm' });
  const replay = (scope: string) => {
    const dir = files({ 'event.json': JSON.stringify(event), 'policy.yml': `version: 1\nscope: { ${scope} }\n` });
    return run(['replay', join(dir, 'event.json'), '--config', join(dir, 'policy.yml')]);
  };

  test.each(['accounts: ["444455556666"]', 'regions: [us-east-1]', 'excludeOperations: [CreateModel]'])(
    '%s: the monitor passes it by, and so does replay',
    (scope) => {
      expect(replay(scope)).toMatchObject({
        code: 0,
        out: expect.stringMatching(/outside the scope of the policy: not judged, and no alert/),
      });
    },
  );

  test('what is in it is judged', () => {
    expect(replay('regions: [eu-west-1]')).toMatchObject({ code: 1, out: expect.not.stringContaining('outside') });
  });
});

describe('a baseline', () => {
  const event = call('CreateModel', { modelName: 'old' });
  const replay = (expires: string) => {
    const baseline = `{ events: ["${event.eventID}"] }`;
    const members = `match: { name: old }, reason: r, approver: a, approved: 2026-08-02T00:00:00Z, expires: ${expires}`;
    const policy = `version: 1\nexemptions:\n  - { id: BL, rules: [vpc-required, network-isolation-required], ${members}, baseline: ${baseline} }\n`;
    const dir = files({ 'event.json': JSON.stringify(event), 'policy.yml': policy });
    return run(['replay', join(dir, 'event.json'), '--config', join(dir, 'policy.yml')]);
  };

  test('exempts until it expires', () => {
    expect(replay('2999-01-01T00:00:00Z')).toMatchObject({ code: 0, out: expect.stringContaining('alert: no (exempt)') });
  });

  test('exempts nothing from then on, as in the monitor', () => {
    const { code, out } = replay('2026-08-03T00:00:00Z');
    expect([code, out]).toEqual([1, expect.stringContaining('alert: yes, high (vpc-required, network-isolation-required)')]);
    expect(out).toContain('exemption BL: expired');
  });
});
