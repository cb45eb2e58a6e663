import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Evidence } from '../../src/core/evidence/model.ts';
import { json, runSha256 } from '../../src/report/json.ts';
import { hostile, makeRun } from './evidence-factory.ts';

const { evidence } = makeRun({ findings: 2, compliant: 3 });
const text = (of: Evidence) => [...json({ evidence: of })].join('');

it('is the evidence, indented, in one order', async () => {
  await expect(text(evidence)).toMatchFileSnapshot('../golden/report/evidence.json');
});

it('parses back to the evidence, whatever the names', () => {
  const evil = makeRun({ findings: 10, names: Object.values(hostile) }).evidence;
  expect(JSON.parse(text(evil))).toEqual(evil);
  expect(text(evil).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
});

it('does not depend on the order in which members and counts were met', () => {
  const backwards = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).reverse()) as T;
  const { population } = evidence;
  const other: Evidence = {
    ...backwards(evidence),
    population: backwards({
      ...population,
      byClass: backwards(population.byClass),
      byAccount: backwards(population.byAccount),
      byRegion: backwards(population.byRegion),
      byDay: Object.fromEntries(
        Object.entries(population.byDay)
          .reverse()
          .map(([day, classes]) => [day, backwards(classes)]),
      ),
    }),
    findings: evidence.findings.map(backwards),
  };
  expect(text(other)).toBe(text(evidence));
});

it('has the run hash of its bytes', () => {
  expect(runSha256(evidence)).toBe(createHash('sha256').update(text(evidence)).digest('hex'));
});
