import { describe, expect, it } from 'vitest';
import { summary } from '../../src/report/summary.ts';
import { hostile, makeRun, unverified } from './evidence-factory.ts';

const paths = [
  { label: 'report', path: 'evidence/q1/report.html' },
  { label: 'evidence', path: 'evidence/q1/evidence.json' },
];

describe('the terminal summary', () => {
  it.each([
    ['no finding', 'summary-0.txt', makeRun({ findings: 0, compliant: 40, limits: [] })],
    ['three findings', 'summary-3.txt', makeRun({ findings: 3, compliant: 60 })],
    [
      '400 findings',
      'summary-400.txt',
      makeRun({ findings: 400, compliant: 2_000, exemptEvery: 9, limits: [unverified, { ...unverified, inconclusive: false }] }),
    ],
  ])('%s', async (_, file, run) => {
    await expect(summary(run.evidence, { colour: false, paths })).toMatchFileSnapshot(`../golden/report/${file}`);
  });

  it('shows the worst ten, by severity and then by time', () => {
    const { evidence } = makeRun({ findings: 400, compliant: 0 });
    const lines = summary(evidence, { colour: false }).split('\n');
    expect(lines).toContain('Worst findings (10 of 400)');
    expect(lines.filter((line) => line.startsWith('  high'))).toHaveLength(10);
    const times = lines.flatMap((line) => /CreateTrainingJob at (\S+)/.exec(line)?.[1] ?? []);
    expect(times).toEqual([...times].sort());
  });

  it('leaves out the sections that have nothing', () => {
    const { evidence } = makeRun({ findings: 0, limits: [] });
    expect(summary(evidence, { colour: false })).not.toMatch(/Findings|What limits it|Files|Problems/);
  });

  it('obeys no character of a name or a path, coloured or not', () => {
    const { evidence } = makeRun({ findings: 10, names: Object.values(hostile) });
    const evil = [{ label: 'report', path: `evidence/${hostile.escape}/${hostile.bidi}` }];
    expect(summary(evidence, { colour: false, paths: evil }).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    const coloured = summary(evidence, { colour: true, paths: evil });
    // Its own colours are the only control sequences: select graphic rendition, nothing that moves or clears.
    const own = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
    expect(coloured).toMatch(own);
    expect(coloured.replace(own, '').replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(coloured.replace(own, '')).toBe(summary(evidence, { colour: false, paths: evil }));
  });
});
