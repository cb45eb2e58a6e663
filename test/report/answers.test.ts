import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/core/evidence/model.ts';
import type { PopulationRow } from '../../src/core/evidence/population.ts';
import { folder, run } from '../support/cli.ts';

/*
 * What an auditor can read off the page of the bundled sample, held against evidence.json. The page is read as text: no markup, no
 * script. What is expected is computed here from the evidence, not with the words of the reporter.
 */

let evidence: Evidence;
let rows: PopulationRow[];
let text: string;

beforeAll(() => {
  const out = join(folder(), 'out');
  const period = ['--from', '2026-07-01T00:00:00Z', '--to', '2026-10-01T00:00:00Z'];
  const root = resolve(import.meta.dirname, '../..');
  const verify = ['--verify', '--public-keys', join(root, 'sample.public-keys.json')];
  const ran = run(['scan', join(root, 'sample'), ...period, ...verify, '--quiet', '--out', out]);
  expect([ran.code, ran.err]).toEqual([1, '']);
  evidence = JSON.parse(readFileSync(join(out, 'evidence.json'), 'utf8')) as Evidence;
  rows = readFileSync(join(out, 'population.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as PopulationRow);
  text = textOf(readFileSync(join(out, 'report.html'), 'utf8'));
});

function textOf(page: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };
  return page
    .replace(/<(style|script|template|svg)\b[\s\S]*?<\/\1>/g, '')
    .replace(/<(?:p|li|dt|dd|h\d|td|th|tr|section|div|br|summary|pre)\b[^>]*>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (_, decimal?: string, hex?: string, name?: string) =>
      name ? (named[name] ?? '?') : String.fromCodePoint(Number.parseInt(decimal ?? hex ?? '', decimal ? 10 : 16)),
    )
    .replace(/[ \t]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n');
}

/** From a heading to the next, below the contents. */
function between(from: string, to: string): string {
  return cut(text.slice(text.indexOf('\n2 Scope and period')), from, to);
}

function cut(within: string, from: string, to: string): string {
  const start = within.indexOf(`\n${from}`);
  const end = within.indexOf(`\n${to}`, start + 1);
  expect([from, start >= 0, to, end > start]).toEqual([from, true, to, true]);
  return within.slice(start, end);
}

const answerTo = (question: string, next: string) => cut(text, question, next);
const firstNumber = (words: string, pattern: RegExp) => Number(pattern.exec(words)?.[1]?.replaceAll(',', ''));

describe('from the page alone', () => {
  it('was anything outside a VPC, or not isolated?', () => {
    const answer = answerTo('Was anything outside a VPC', 'When?');
    const open = evidence.findings.filter(({ status }) => status === 'open');
    expect(answer).toContain('\nYes');
    expect(firstNumber(answer, /([\d,]+) open finding/)).toBe(open.length);
    expect(firstNumber(answer, /([\d,]+) changes? with/)).toBe(new Set(open.map(({ eventId }) => eventId)).size);
    for (const rule of ['vpc-required', 'network-isolation-required'] as const) {
      expect(firstNumber(answer, new RegExp(`${rule} ([\\d,]+)`))).toBe(open.filter((finding) => finding.rule === rule).length);
    }
  });

  it('what exactly, when, by whom, found by which rule: each finding', () => {
    const findings = between('3 Findings', '4 Timeline');
    for (const { resourceName, eventTime, actor, eventId, rule } of evidence.findings) {
      const at = findings.indexOf(eventId, findings.indexOf(`\n${rule}`));
      const entry = findings.slice(
        findings.lastIndexOf('\nWhen\n', at),
        findings.indexOf('\nWhen\n', at) > 0 ? findings.indexOf('\nWhen\n', at) : undefined,
      );
      expect(entry).toContain(`When\n${eventTime}\n`);
      expect(entry).toContain(`Who\n${actor}\n`);
      expect(findings).toContain(`\n${resourceName}\n`);
    }
  });

  it('when?', () => {
    const times = evidence.findings.map(({ eventTime }) => eventTime).sort();
    expect(answerTo('When?', 'By whom?')).toContain(`The first at ${times[0]}, the last at ${times.at(-1)}.`);
  });

  it('by whom? Those with findings, with what each did', () => {
    const actors = between('Actors\n', '5 Completeness');
    const names = new Set(evidence.findings.map(({ actor }) => actor));
    const counts = [...names].map((name) => [name, evidence.findings.filter(({ actor }) => actor === name)] as const);
    for (const [actor, found] of counts) {
      const own = rows.filter((row) => row.actor === actor);
      const failed = own.filter((row) => row.class === 'failed-attempt').length;
      expect(actors).toContain(
        `\n${actor}\n${found.length} open\n${own.length - failed}\n${failed}\n${own[0]?.eventTime}\n${own.at(-1)?.eventTime}\n`,
      );
    }
    const [most] = counts.sort(([, a], [, b]) => b.length - a.length);
    expect(answerTo('By whom?', 'For how long?')).toContain(
      `${most?.[0].split('/').at(-1)} of ${/:(\d{12}):/.exec(most?.[0] ?? '')?.[1]}: ${most?.[1].length} findings`,
    );
  });

  it('for how long? Every window, with its end and who ended it', () => {
    const table = between('The exposure windows as a table', 'Actors\n');
    expect(evidence.exposures.length).toBe(rows.filter((row) => row.class === 'non-compliant').length);
    for (const { resourceName, from, to, seconds, endedBy } of evidence.exposures) {
      const entry = table.slice(table.indexOf(`\n${resourceName}\n`)).split('\nendpoint')[0] ?? '';
      const whole = Math.floor((seconds ?? 0) / 86_400);
      const days = seconds === null ? 'not recorded' : `${whole} ${whole === 1 ? 'day' : 'days'}`;
      expect(entry).toContain(`\n${from}\n${to ?? 'open'}\n${days}`);
      if (endedBy) expect(entry).toContain(`${endedBy.eventName}\n${endedBy.actor}\nevent ${endedBy.eventId}`);
    }
    const answer = answerTo('For how long?', 'Is the log complete?');
    const known = evidence.exposures.filter(({ seconds }) => seconds !== null);
    expect(firstNumber(answer, /([\d,]+) (?:has|have) ended/)).toBe(known.filter(({ to }) => to !== null).length);
    expect(firstNumber(answer, /([\d,]+) (?:was|were) open/)).toBe(known.filter(({ to }) => to === null).length);
    expect(firstNumber(answer, /of ([\d,]+) jobs? no end/)).toBe(evidence.exposures.length - known.length);
  });

  it('is the log complete?', () => {
    const answer = answerTo('Is the log complete?', 'How would I check?');
    const hours = evidence.coverage.places.map((place) => Object.values(place.hours).reduce((sum, each) => sum + each, 0));
    const all = hours.reduce((sum, each) => sum + each, 0);
    expect([evidence.integrity.verified, all]).toEqual([true, 4 * 92 * 24]);
    expect(answer).toContain('Yes: the log files were verified against the digest files of CloudTrail');
    expect(firstNumber(answer, /vouch for ([\d,]+) of/)).toBe(all);
    expect(evidence.coverage.gaps).toEqual([]);
    expect(answer).toContain('Gaps: none known.');
    expect(firstNumber(answer, /Tie-out: ([\d,]+) of/)).toBe(evidence.tieOut.filter(({ balances }) => balances).length);
    expect(firstNumber(answer, /Tie-out: [\d,]+ of ([\d,]+)/)).toBe(evidence.tieOut.length);
    expect(evidence.trailControl).toEqual([]);
    expect(answer).toContain('Changes to logging: none found in 2,904 records');
    const activity = between('Coverage per day\n', 'Exposure windows\n');
    for (const { account, region, records, byDay } of evidence.activity) {
      const days = Object.keys(byDay).length;
      expect(activity).toContain(
        `\n${account}\n${region}\n${records.toLocaleString('en-US')} records on ${days} of 92 days; digests vouch for every hour\n`,
      );
    }
    for (const { total, terms } of evidence.tieOut) {
      expect(between('5 Completeness', '6 Changes')).toContain(`\n${total.label}\n${total.count.toLocaleString('en-US')}\n`);
      expect(terms.reduce((sum, { count }) => sum + count, 0)).toBe(total.count);
    }
  });

  it('how would I check? By commands that lead to the record', () => {
    expect(answerTo('How would I check?', 'Contents')).toContain('sha256sum -c SHA256SUMS');
    const sample = between('12 Sample', '13 Files');
    expect(sample).toContain(evidence.population.jsonlSha256);
    const commands = [
      ...sample.matchAll(/aws s3 cp s3:\/\/BUCKET\/(\S+) - \| gunzip \| jq '\.Records\[(\d+)\]'\nevent (\S+), sha256 ([0-9a-f]{64})/g),
    ];
    expect(commands).toHaveLength(25);
    for (const [, object, index, eventId, sha256] of commands) {
      expect(rows).toContainEqual(expect.objectContaining({ object, recordIndex: Number(index), eventId, recordSha256: sha256 }));
    }
  });

  it('and of alerts it says that nothing is known', () => {
    expect(between('10 Response', '11 Rules')).toContain('No ledger of the live monitor was read for this run.');
  });
});
