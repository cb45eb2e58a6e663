import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { monitorEvent, UnreadableEvent } from '../../../src/app/monitor.ts';
import { judge } from '../../../src/core/judge.ts';
import { readOne } from '../../support/records.ts';
import { ledgerStore } from './store.ts';
import { fakeWorld } from './world.ts';

/** Every event of the project through the monitor, with a Describe that is denied: what the record says decides, and nothing passes. */

const store = ledgerStore();
const root = resolve(import.meta.dirname, '../../../events');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
const denied = { known: false, why: 'access-denied' } as const;

describe('each event', () => {
  test.each(files)('%s', async (file) => {
    const event: unknown = JSON.parse(readFileSync(join(root, file), 'utf8'));
    // A window of no length: each is told by itself.
    const world = fakeWorld({ table: store.table, groupWindowSeconds: 0 });
    const there = { ...world, sageMaker: { ...world.sageMaker, describe: async () => denied } };
    if (file.startsWith('unreadable')) {
      await expect(monitorEvent(event, there)).rejects.toThrow(UnreadableEvent);
      return;
    }
    const reading = readOne(event);
    await monitorEvent(event, there);
    const kinds = world.alerts.map((alert) => (alert.kind === 'change' ? alert.verdict : alert.kind));
    if (reading.kind === 'trail-control') expect(kinds).toEqual(reading.control.blinding ? ['trail-tampering'] : []);
    else if (reading.kind !== 'change') expect(kinds).toEqual([]);
    else {
      const verdicts = judge(reading.change, { policy: world.policy }).map(({ verdict }) => verdict.compliance);
      const expected = (['NON_COMPLIANT', 'INSUFFICIENT_DATA'] as const).find((compliance) => verdicts.includes(compliance));
      expect(kinds).toEqual(expected ? [expected] : []);
    }
  });
});
