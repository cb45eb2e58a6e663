import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { assess } from '../../../src/app/assess.ts';
import type { Located } from '../../../src/app/duplicates.ts';
import { replay } from '../../../src/app/what-if/replay.ts';
import { whatIf } from '../../../src/app/what-if/what-if.ts';
import { defaultPolicy, loadPolicy } from '../../../src/config.ts';
import type { Change } from '../../../src/core/change.ts';
import { parsePolicy } from '../../../src/core/iam/parse.ts';
import type { Policy } from '../../../src/core/policy.ts';
import { allowListsOf, preventionOf } from '../../../src/core/prevent/prevention.ts';
import { read } from '../../../src/core/read.ts';
import { recordsIn } from '../../../src/core/record.ts';
import { rules } from '../../../src/core/rules/index.ts';

const now = '2026-10-01T00:00:00Z';

/** Every event of the catalogue, each by itself. */
const changes = readdirSync('events', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.json'))
  .sort()
  .flatMap((path) => [...recordsIn(JSON.parse(readFileSync(`events/${path}`, 'utf8')))].map((parsed) => ({ path, reading: read(parsed) })))
  .flatMap(({ path, reading }, index): Located<Change>[] =>
    reading.kind === 'change'
      ? [{ kind: 'change', value: reading.change, object: path, recordIndex: index, recordSha256: '', counted: true }]
      : [],
  );

const { policy: everyRule } = loadPolicy(
  JSON.stringify({
    version: 1,
    rules: {
      ...Object.fromEntries(rules.map(({ id }) => [id, { enabled: true }])),
      'approved-network': {
        enabled: true,
        vpcs: [],
        subnets: ['subnet-0a1b2c3d4e5f6000a', 'subnet-0a1b2c3d4e5f6000b', 'subnet-0a1b2c3d4e5f6000c'],
        securityGroups: ['sg-0a1b2c3d4e5f60001', 'sg-0a1b2c3d4e5f60003'],
      },
    },
  }),
  'every-rule.yml',
  { now },
);

function replayed(policy: Policy) {
  const { documents, uncovered } = preventionOf(policy, allowListsOf(policy), now);
  const policies = documents.map((document, index) => {
    const parsed = parsePolicy(`document ${index + 1}`, document);
    if (!parsed.ok) throw new Error(parsed.problems.join('; '));
    return parsed.policy;
  });
  const calls = replay({ changes, attempts: [] }, assess(changes, [], { policy, asOf: now }), policies);
  return whatIf(calls, { policies, period: { from: now, to: now }, uncovered });
}

describe.each<[string, Policy]>([
  ['the default policy', defaultPolicy],
  ['every rule', everyRule],
])('what is generated from %s, over every event of the catalogue', (_, policy) => {
  const result = replayed(policy);

  test('denies something', () => {
    expect(changes.length).toBeGreaterThan(60);
    expect(result.counts.denied).toBeGreaterThan(15);
  });

  test('denies nothing that the rules pass', () => {
    expect(result.falseDenials.map(({ operation, resourceName, outcome }) => ({ operation, resourceName, outcome }))).toEqual([]);
  });

  test('lets nothing through that they find, but for what it says that no policy can prevent', () => {
    const unexplained = result.notPrevented.flatMap(({ call: { operation, resourceName }, reasons }) =>
      reasons.filter(({ why }) => why === 'condition' || why === 'no-statement').map((reason) => ({ operation, resourceName, ...reason })),
    );
    expect(unexplained).toEqual([]);
  });
});
