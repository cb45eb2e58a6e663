import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../src/core/evidence/model.ts';
import { fromBase85 } from '../../src/report/client/base85.ts';
import { csvOf } from '../../src/report/client/csv.ts';
import { elementIds } from '../../src/report/client/format.ts';
import { Table } from '../../src/report/client/table.ts';
import { files, folder, run } from '../support/cli.ts';
import { call } from '../support/records.ts';

/** What whoever wrote the policy has put into an exemption names people and resources too. */

const secrets = ['quux-fraud', 'falcon-quux', 'carol.quux', 'J. Quux'];
const model = 'quux-fraud-model';
const tagged = { tags: [{ key: 'project', value: 'falcon-quux' }] };
const bad = (name: string) => call('CreateModel', { modelName: name, ...tagged });
const terms = 'approved: 2026-01-01T00:00:00Z, expires: 2027-01-01T00:00:00Z';
const policy = `version: 1
controls: [{ id: NET-01, rules: [vpc-required] }]
exemptions:
  - { id: EX-${model}, rules: [vpc-required], match: { name: "quux-fraud-*", tag: { key: project, value: falcon-quux } },
      reason: "${model}'s owner is carol.quux. J. Quux knows; ends with Falcon-Quux", approver: carol.quux, ticket: T-quux-fraud, ${terms} }
  - { id: EX-quux-fraud, rules: [network-isolation-required], match: { name: "quux-fraud-*" }, reason: r, approver: J. Quux, ${terms} }
`;
const dir = files({ 'trail/a.json': JSON.stringify({ Records: [bad(model), bad('other')] }), 'p.yml': policy });

function scan(...more: string[]): string {
  const out = join(folder(), 'run');
  const period = ['--from', '2026-08-01T00:00:00Z', '--to', '2026-09-01T00:00:00Z', '--generated-at', '2026-10-01T00:00:00Z'];
  const source = [join(dir, 'trail'), '--config', join(dir, 'p.yml')];
  const ran = run(['scan', ...source, ...period, '--accept-unverified', '--out', out, ...more], { cwd: folder() });
  if (ran.code !== 1) throw new Error(ran.err);
  return out;
}

/** Every file as text, and the rows that the page has compressed. */
function texts(out: string): [string, string][] {
  return [...readdirSync(out).map((name): [string, string] => [name, readFileSync(join(out, name), 'utf8')]), ['the grid', grid(out)]];
}

function grid(out: string): string {
  const page = readFileSync(join(out, 'report.html'), 'utf8');
  const part = (id: string) => fromBase85(page.split(`<template id="${id}">`)[1]?.split('<')[0] ?? '');
  const table = new Table(gunzipSync(part(elementIds.columns)), part(elementIds.hashes));
  return [
    ...csvOf(
      table,
      Uint32Array.from({ length: table.rows }, (_, row) => row),
    ),
  ].join('');
}

const found = (out: string) =>
  texts(out).flatMap(([name, text]) =>
    secrets.filter((secret) => text.toLowerCase().includes(secret.toLowerCase())).map((secret) => `${name}: ${secret}`),
  );
const evidence = (out: string): Evidence => JSON.parse(readFileSync(join(out, 'evidence.json'), 'utf8'));

const key = join(folder(), 'redact.key');
const redacted = scan('--redact', '--new-redact-key', key);

describe('the exemptions of a run with pseudonyms', () => {
  test('have none of the names left in any file, nor in what the page has compressed', () => {
    expect(found(redacted)).toEqual([]);
  });

  test('whose names the same search does find in a run without', () => {
    const names = found(scan());
    for (const file of ['evidence.json', 'population.csv', 'population.jsonl', 'findings.asff.json', 'report.html', 'the grid'])
      expect(names).toContain(`${file}: quux-fraud`);
    for (const secret of secrets) expect(names).toContain(`evidence.json: ${secret}`);
  });

  test('are named alike in findings, reasons and the register', () => {
    const { exemptions, findings } = evidence(redacted);
    const ids = exemptions.map(({ id }) => id);
    const name = findings.find(({ exemption }) => exemption)?.resourceName;
    expect(ids).toEqual([`EX-${name}`, expect.stringMatching(/^EX-name-[0-9a-f]{16}$/)]);
    expect(findings.flatMap(({ exemption }) => exemption?.id ?? [])).toEqual(ids);
    const rows = readFileSync(join(redacted, 'population.jsonl'), 'utf8');
    for (const id of ids) expect(rows).toContain(`(exemption ${id}: applied)`);
    const [first] = exemptions;
    expect(first?.approver).toMatch(/^actor-[0-9a-f]{16}$/);
    expect(first?.reason).toBe(
      `${name}'s owner is ${first?.approver}. ${exemptions[1]?.approver} knows; ends with ${first?.match.tag?.value}`,
    );
    expect(first?.match.tag).toEqual({ key: 'project', value: expect.stringMatching(/^name-/) });
  });

  test('leave ids of rules and controls as they are', () => {
    const { rules, findings, policy: inForce } = evidence(redacted);
    expect(rules.map(({ id }) => id)).toContain('vpc-required');
    expect(findings.map(({ rule }) => rule)).toContain('vpc-required');
    expect(inForce.controls).toEqual([{ id: 'NET-01', rules: ['vpc-required'] }]);
  });

  test('stay as they are where names and actors are not asked for', () => {
    const { exemptions } = evidence(scan('--redact', 'ips', '--redact-key', key));
    expect(exemptions).toEqual(evidence(scan()).exemptions);
  });

  test('are verified like any other, and the views can be made again', () => {
    expect(run(['report', 'verify', redacted]).code).toBe(0);
  });
});
