import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../src/core/evidence/model.ts';
import type { PopulationRow } from '../../src/core/evidence/population.ts';
import { auditedRun, people, scanArguments } from '../support/audited.ts';
import { folder, run } from '../support/cli.ts';

const secret = 'not a secret that anybody uses, but long';
const keyFile = (text = `${secret}\n`, mode = 0o600) => {
  const path = join(folder(), 'redact.key');
  writeFileSync(path, text, { mode });
  chmodSync(path, mode);
  return path;
};
const key = keyFile();
const everything = ['--redact', 'accounts,actors,names,ips', '--redact-key', key];
const read = (dir: string, name: string) => readFileSync(join(dir, name), 'utf8');
const evidence = (dir: string): Evidence => JSON.parse(read(dir, 'evidence.json'));
const rows = (dir: string): PopulationRow[] =>
  read(dir, 'population.jsonl')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

const plain = auditedRun();
const redacted = auditedRun(...everything);

const texts = (dir: string): [string, string][] => readdirSync(dir).map((name) => [name, read(dir, name)]);

const originals = [
  ...Object.values(people),
  ...rows(plain).flatMap(({ actor, sourceIp, userAgent, resourceName, resourceArn }) => [
    actor,
    sourceIp,
    userAgent,
    resourceName,
    resourceArn,
  ]),
  ...evidence(plain).trailControl.map(({ actor }) => actor.name),
  ...evidence(plain).lifecycle.flatMap(({ resource }) => [resource.name]),
].filter((value): value is string => value !== null && !value.endsWith('amazonaws.com'));
/** As JSON, CSV and the page write it. */
const spellings = (value: string) => {
  const shown = value.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\u202e', '<span class="esc">\\u{202E}</span>');
  return [value, value.toLowerCase(), value.replaceAll('\u202e', '\\u202e'), shown];
};

describe('a run with pseudonyms', () => {
  test('has none of the originals left in any file', () => {
    expect(originals.length).toBeGreaterThan(40);
    const found = texts(redacted).flatMap(([name, text]) =>
      originals.flatMap((value) => (spellings(value).some((spelling) => text.includes(spelling)) ? [`${name}: ${value}`] : [])),
    );
    expect(found).toEqual([]);
  });

  test('whose originals the same search does find in a run without', () => {
    const text = texts(plain)
      .map(([, each]) => each)
      .join('\n');
    for (const value of originals)
      expect(
        spellings(value).some((spelling) => text.includes(spelling)),
        value,
      ).toBe(true);
  });

  test('says so, with method and counts, in the evidence and on the page', () => {
    const { redaction } = evidence(redacted);
    expect(redaction).toMatchObject({
      method: 'HMAC-SHA256',
      what: ['accounts', 'actors', 'names', 'ips'],
      replaced: { account: 3, ip: 2, agent: 2 },
    });
    expect(evidence(plain).redaction).toBeUndefined();
    expect(read(redacted, 'report.html')).toMatch(
      /Pseudonyms<\/dt><dd>3 accounts, \d+ actors, \d+ names, 2 source IP addresses and 2 user agents/,
    );
    expect(read(redacted, 'report.html')).toContain(redaction?.keyId);
    expect(read(plain, 'report.html')).not.toContain('Pseudonyms');
  });

  test('is judged as the original, and leaves the way back to the record', () => {
    const [before, after] = [evidence(plain), evidence(redacted)];
    expect(after.verdict).toBe(before.verdict);
    expect(after.tieOut).toEqual(before.tieOut);
    expect(after.population.byClass).toEqual(before.population.byClass);
    const way = (dir: string) =>
      rows(dir).map(({ eventId, recordSha256, recordIndex, reason }) => [
        eventId,
        recordSha256,
        recordIndex,
        reason.replace(/\[.*\]/, '[]'),
      ]);
    expect(way(redacted)).toEqual(
      way(plain).map((row) =>
        row.map((value) =>
          typeof value === 'string'
            ? value.replace(
                people.account,
                evidence(redacted)
                  .findings.find(({ exemption }) => exemption)
                  ?.exemption?.id.slice(3) ?? '',
              )
            : value,
        ),
      ),
    );
  });

  // What a page has compressed cannot be searched; that it can be made from the files that were searched shows that nothing more is in it.
  test('is made of nothing but its own evidence and population, and verified like any other', () => {
    const { code, out } = run(['report', 'verify', redacted, '--json']);
    const { checks } = JSON.parse(out) as { checks: { id: string; ok: boolean | null }[] };
    expect([code, checks.find(({ id }) => id === 'views')?.ok]).toEqual([0, true]);
    expect(run(['report', redacted]).code).toBe(0);
  });

  test('names the same thing alike everywhere: row, finding, ARN, count', () => {
    const { findings, population } = evidence(redacted);
    const finding = findings.find(({ resourceType }) => resourceType === 'Model');
    const row = rows(redacted).find(({ eventId }) => eventId === finding?.eventId);
    expect([finding?.actor, finding?.resourceName, finding?.account]).toEqual([row?.actor, row?.resourceName, row?.account]);
    expect(row?.resourceArn).toBe(`arn:aws:sagemaker:eu-west-1:${row?.account}:model/${row?.resourceName}`);
    expect(row?.object).toContain(`AWSLogs/${row?.account}/`);
    expect(Object.keys(population.byAccount)).toContain(row?.account);
  });

  test('has the same bytes with the same key, others with another', () => {
    expect(read(auditedRun(...everything), 'SHA256SUMS')).toBe(read(redacted, 'SHA256SUMS'));
    const other = auditedRun('--redact', 'accounts,actors,names,ips', '--redact-key', keyFile('x'.repeat(40)));
    expect(evidence(other).redaction?.keyId).not.toBe(evidence(redacted).redaction?.keyId);
    expect(rows(other)[0]?.actor).not.toBe(rows(redacted)[0]?.actor);
  });

  test('does not have the key in it', () => {
    for (const [name, text] of texts(redacted)) expect(text, name).not.toContain(secret);
  });
});

describe('--redact', () => {
  test('alone: all but accounts', () => {
    const dir = auditedRun('--redact', '--redact-key', key);
    expect(evidence(dir).redaction?.what).toEqual(['actors', 'names', 'ips']);
    expect(rows(dir)[0]?.account).toBe(people.account);
    expect(read(dir, 'population.jsonl')).not.toContain(people.session);
  });

  test('makes a key where it is told to, for the owner alone', () => {
    const made = join(folder(), 'new.key');
    const dir = auditedRun('--redact', '--new-redact-key', made);
    expect(statSync(made).mode & 0o777).toBe(0o600);
    expect(readFileSync(made, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
    expect(evidence(auditedRun('--redact', '--redact-key', made)).redaction).toEqual(evidence(dir).redaction);
    for (const [name, text] of texts(dir)) expect(text, name).not.toContain(readFileSync(made, 'utf8').trim());
  });

  test('a key that others can read is warned of', () => {
    const open = keyFile(undefined, 0o644);
    expect(run([...scanArguments, '--out', join(folder(), 'run'), '--redact', '--redact-key', open]).err).toMatch(
      /others can read this key/,
    );
  });

  test.each<[string, string[], RegExp]>([
    ['no key', ['--redact'], /--redact needs a key: --redact-key FILE, or --new-redact-key FILE/],
    ['two keys', ['--redact', '--redact-key', key, '--new-redact-key', 'x'], /--redact needs a key/],
    ['a key alone', ['--redact-key', key], /go with --redact/],
    ['an unknown kind', ['--redact', 'acounts', '--redact-key', key], /"acounts" is none of accounts, actors, names, ips/],
    [
      'a key that is not there',
      ['--redact', '--redact-key', 'a-secret-by-mistake'],
      /--redact-key: no such file; --new-redact-key makes one/,
    ],
    ['a key that is short', ['--redact', '--redact-key', keyFile('short\n')], /5 bytes are too short/],
    ['a new key that exists', ['--redact', '--new-redact-key', key], /exists; --redact-key uses it/],
    ['a new key nowhere', ['--redact', '--new-redact-key', '/nowhere/x'], /\/nowhere\/x: the key cannot be written \(ENOENT\)/],
  ])('%s: exit code 2, nothing written', (_, more, expected) => {
    const parent = folder();
    const ran = run([...scanArguments, '--out', join(parent, 'run'), ...more]);
    expect([ran.code, ran.out]).toEqual([2, '']);
    expect(ran.err).toMatch(expected);
    expect(ran.err).not.toContain('a-secret-by-mistake');
    expect(readdirSync(parent)).toEqual([]);
  });
});
