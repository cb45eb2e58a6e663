import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadPolicy } from '../src/config.ts';
import { judge } from '../src/core/judge.ts';
import type { NetworkFacts } from '../src/core/network.ts';
import type { AllowList } from '../src/core/policy.ts';
import { read } from '../src/core/read.ts';
import { recordsIn } from '../src/core/record.ts';
import { resourceTypes } from '../src/core/resources/types.ts';
import type { Compliance, RuleId } from '../src/core/rule.ts';
import { rules } from '../src/core/rules/index.ts';

const network: NetworkFacts = JSON.parse(readFileSync('test/fixtures/network-facts.json', 'utf8'));

/** What approved-network lets pass: the first VPC of the snapshot with its private subnets and its two usual groups. */
const approved: AllowList = {
  vpcs: ['vpc-0a1b2c3d4e5f60001'],
  subnets: ['subnet-0a1b2c3d4e5f6000a', 'subnet-0a1b2c3d4e5f6000b', 'subnet-0a1b2c3d4e5f6000c'],
  securityGroups: ['sg-0a1b2c3d4e5f60001', 'sg-0a1b2c3d4e5f60003'],
};

const { policy: everyRuleOn } = loadPolicy(
  JSON.stringify({
    version: 1,
    rules: { ...Object.fromEntries(rules.map(({ id }) => [id, { enabled: true }])), 'approved-network': { enabled: true, ...approved } },
  }),
  'every-rule-on.yml',
  { now: '2026-10-01T00:00:00Z' },
);

interface Judged {
  readonly path: string;
  readonly folder: string;
  readonly kind: string;
  readonly resourceType?: string;
  readonly verdicts: ReadonlyMap<RuleId, Compliance>;
}

function judgeEvent(path: string): Judged[] {
  const folder = path.split('/')[0]!;
  const nothing = { path, folder, verdicts: new Map<RuleId, Compliance>() };
  return [...recordsIn(JSON.parse(readFileSync(`events/${path}`, 'utf8')))].map((parsed): Judged => {
    const reading = read(parsed);
    if (reading.kind === 'ignored') return { ...nothing, kind: `ignored: ${reading.reason}` };
    if (reading.kind === 'lifecycle') {
      return { ...nothing, kind: `lifecycle: ${reading.lifecycle.effect}`, resourceType: reading.lifecycle.resource.type };
    }
    if (reading.kind === 'trail-control') return { ...nothing, kind: `trail-control${reading.control.blinding ? ': blinding' : ''}` };
    if (reading.kind === 'failed-attempt') return { ...nothing, kind: reading.kind, resourceType: reading.attempt.resource.type };
    if (reading.kind === 'unreadable') return { ...nothing, kind: reading.kind };
    const { change } = reading;
    const verdicts = new Map(judge(change, { policy: everyRuleOn, network }).map(({ rule, verdict }) => [rule, verdict.compliance]));
    return { ...nothing, kind: `${reading.kind}: ${change.operation}`, resourceType: change.resource.type, verdicts };
  });
}

const paths = readdirSync('events', { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.json'))
  .sort();
const events = paths.flatMap(judgeEvent);

const letters: Readonly<Record<Compliance, string>> = {
  COMPLIANT: 'C',
  NON_COMPLIANT: 'N',
  INSUFFICIENT_DATA: '?',
  NOT_APPLICABLE: '-',
};

/** A column per rule, so that a changed verdict is one changed letter in the diff. */
function golden(): string {
  const width = Math.max(...paths.map((path) => path.length)) + 2;
  const head = [
    'Every event against every rule. C compliant, N non-compliant, ? insufficient data, - not applicable, . not judged.',
    ...rules.map(({ id }, index) => `${String(index + 1).padStart(2)}  ${id}`),
    '',
    `${''.padEnd(width + 24)}${rules.map((_, index) => String(index + 1).padStart(3)).join('')}`,
  ];
  const lines = events.map(({ path, kind, verdicts }) => {
    const cells = rules.map(({ id }) => {
      const compliance = verdicts.get(id);
      return (compliance ? letters[compliance] : '.').padStart(3);
    });
    return `${path.padEnd(width)}${kind.padEnd(24)}${cells.join('')}`;
  });
  return `${[...head, ...lines].join('\n')}\n`;
}

const kebab = (name: string) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();

describe('events', () => {
  it('are judged as test/golden/verdicts.txt says', async () => {
    await expect(golden()).toMatchFileSnapshot('golden/verdicts.txt');
  });

  it('hold one record a file, each with an eventID of its own', () => {
    expect(events.map(({ path }) => path)).toEqual(paths);
    const ids = paths.flatMap((path) => [...recordsIn(JSON.parse(readFileSync(`events/${path}`, 'utf8')))]);
    const readable = ids.flatMap((parsed) => (parsed.ok ? [parsed.record.eventId] : []));
    expect(new Set(readable).size).toBe(readable.length);
  });

  it.each(
    rules.flatMap(({ id }) =>
      (['COMPLIANT', 'NON_COMPLIANT', 'INSUFFICIENT_DATA'] as const).map((compliance) => [id, compliance] as const),
    ),
  )('%s has one that is %s', (id, compliance) => {
    expect(events.filter(({ verdicts }) => verdicts.get(id) === compliance)).not.toEqual([]);
  });

  it.each(resourceTypes)('has a change of a %s in the folder of its name', (type) => {
    const changes = events.filter(({ kind, resourceType }) => kind.startsWith('change') && resourceType === type);
    expect(changes).not.toEqual([]);
    expect(new Set(changes.map(({ folder }) => folder))).toEqual(new Set([kebab(type)]));
  });

  it.each(['failed-attempt', 'lifecycle', 'trail-control', 'ignored', 'unreadable'])('has one that reads as %s', (kind) => {
    expect(events.filter((event) => event.kind.startsWith(kind))).not.toEqual([]);
  });
});
