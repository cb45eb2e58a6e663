import { expect, test } from 'vitest';
import { eventCases, matches } from '../../scripts/deploy/event-cases.ts';
import { eventPatternJson, tamperingPatternJson } from '../../scripts/docs-pattern.ts';

const patterns = [JSON.parse(eventPatternJson()), JSON.parse(tamperingPatternJson())];
const cases = eventCases();

test.each(cases)('$name', ({ wanted, event }) => {
  expect(patterns.some((pattern) => matches(pattern, event))).toBe(wanted);
});

test('every name of a pattern that is taken out is missed', () => {
  for (const pattern of patterns) {
    const seen = new Set(cases.filter(({ wanted }) => wanted).map(({ event }) => (event.detail as { eventName: string }).eventName));
    for (const name of pattern.detail.eventName.filter((one: string) => seen.has(one))) {
      const short = {
        ...pattern,
        detail: { ...pattern.detail, eventName: pattern.detail.eventName.filter((one: string) => one !== name) },
      };
      const others = patterns.filter((one) => one !== pattern);
      expect(cases.some(({ wanted, event }) => wanted && ![short, ...others].some((one) => matches(one, event)))).toBe(true);
    }
  }
});
