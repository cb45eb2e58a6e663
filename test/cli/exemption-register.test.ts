import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Evidence } from '../../src/core/evidence/model.ts';
import { files, folder, run } from '../support/cli.ts';
import { call } from '../support/records.ts';

/** What the register says is held against the findings of the same run: what was laid to an exemption, and when. */

const event = call('CreateModel', { modelName: 'churn' }, { eventTime: '2026-08-10T00:00:00Z' });
const exemption = (id: string, rule: string, name: string, approved: string, expires: string, more = '') =>
  `  - { id: ${id}, rules: [${rule}], match: { name: ${name} }, reason: r, approver: a, approved: ${approved}, expires: ${expires}${more} }\n`;
const vpc = 'vpc-required';
const isolation = 'network-isolation-required';
const baseline = `, baseline: { events: ["${event.eventID}"] }`;
const early = '2026-07-01T00:00:00Z';
const later = '2026-08-20T00:00:00Z';
const far = '2027-01-01T00:00:00Z';

interface Said {
  readonly flags: Record<string, [number, readonly string[]]>;
  readonly uses: readonly (string | undefined)[];
  readonly page: string;
}

function scan(...exemptions: string[]): Said {
  const dir = files({ 'trail/a.json': JSON.stringify({ Records: [event] }), 'p.yml': `version: 1\nexemptions:\n${exemptions.join('')}` });
  const out = join(folder(), 'run');
  const period = ['--from', '2026-08-01T00:00:00Z', '--to', '2026-09-01T00:00:00Z', '--generated-at', '2026-10-01T00:00:00Z'];
  const ran = run(['scan', join(dir, 'trail'), ...period, '--accept-unverified', '--config', join(dir, 'p.yml'), '--out', out]);
  if (ran.code === 2) throw new Error(ran.err);
  const evidence: Evidence = JSON.parse(readFileSync(join(out, 'evidence.json'), 'utf8'));
  const html = readFileSync(join(out, 'report.html'), 'utf8');
  return {
    flags: Object.fromEntries(evidence.exemptions.map(({ id, hits, flags }) => [id, [hits, flags]])),
    uses: evidence.findings.map((finding) => finding.exemption?.status),
    page: html.slice(html.indexOf('<section id="exemptions"'), html.indexOf('<section id="response"')),
  };
}

test('never met, and over: unused, and not met after its expiry', () => {
  const { flags, page } = scan(exemption('EX', vpc, 'other', early, later));
  expect(flags).toEqual({ EX: [0, ['unused']] });
  expect(page).toContain('unused: no finding is laid to it');
  expect(page).toContain('over by the end of the period');
  expect(page).not.toContain('met by a change after its expiry');
});

test('met before its approval alone: retroactive, and not unused', () => {
  const { flags, uses, page } = scan(exemption('EX', vpc, 'churn', later, far));
  expect(flags).toEqual({ EX: [0, ['retroactive']] });
  expect(uses).toContain('retroactive');
  expect(page).not.toMatch(/unused|over by/);
});

test('met in time, and over since: nothing to flag', () => {
  const { flags, uses, page } = scan(exemption('EX', vpc, 'churn', early, later));
  expect(flags).toEqual({ EX: [1, []] });
  expect(uses).toContain('applied');
  expect(page).toContain('over by the end of the period');
  expect(page).not.toMatch(/expired:|unused:/);
});

test('met after its expiry alone: expired, and not unused', () => {
  const { flags, uses, page } = scan(exemption('EX', vpc, 'churn', early, '2026-08-05T00:00:00Z'));
  expect(flags).toEqual({ EX: [0, ['expired']] });
  expect(uses).toContain('expired');
  expect(page).toContain('expired: met by a change after its expiry');
});

test('a baseline that has expired after the period: expired, as its findings say', () => {
  const { flags, uses, page } = scan(exemption('BL', `${vpc}, ${isolation}`, 'churn', later, '2026-09-15T00:00:00Z', baseline));
  expect(flags).toEqual({ BL: [0, ['expired']] });
  expect(uses).toEqual(['expired', 'expired']);
  expect(page).toContain('expired: what it accepted counts again');
  expect(page).not.toMatch(/unused|met by a change after/);
});

test('one that another goes before has nothing laid to it', () => {
  const { flags } = scan(exemption('A', vpc, 'churn', early, far), exemption('B', vpc, 'churn', early, far));
  expect(flags).toEqual({ A: [1, []], B: [0, ['unused']] });
});
