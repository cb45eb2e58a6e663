import { randomUUID } from 'node:crypto';
import { abandonedAfter, LeaseLost, type Ledger, type LedgerEntry, LedgerError } from '../../app/ports.ts';
import { msPerDay } from '../../core/time.ts';
import { changeItem, dayList, indexName, instant } from './keys.ts';
import type { Table } from './table.ts';

export interface ChangesOptions {
  readonly leaseSeconds: number;
  readonly ttlDays: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** The changes of the ledger: one item each. A lease is `<epoch milliseconds of its end>.<uuid>`. */
export function changes(
  table: Table,
  { leaseSeconds, ttlDays, now }: ChangesOptions,
): Pick<Ledger, 'claim' | 'find' | 'record' | 'known' | 'entries'> {
  const newLease = () => `${now() + leaseSeconds * 1000}.${randomUUID()}`;
  const itemOf = (entry: LedgerEntry, lease: string) => ({
    ...changeItem(entry),
    ...entry,
    lease,
    list: dayList(instant(Date.parse(entry.eventTime))),
    at: `${instant(Date.parse(entry.eventTime))}#${entry.eventId}`,
    expires: Math.ceil((now() + ttlDays * msPerDay) / 1000),
  });

  return {
    async claim(fresh) {
      const lease = newLease();
      if (await table.put(itemOf(fresh, lease), { expression: 'attribute_not_exists(pk)' }))
        return { state: 'granted', entry: fresh, lease };
      const found = await table.get(changeItem(fresh));
      if (!found) throw new LedgerError('the item vanished');
      const entry = entryOf(found);
      const held = String(found.lease);
      // The write was answered too late, and the SDK sent it again: it is ours.
      if (held === lease) return { state: 'granted', entry, lease };
      if (entry.doneAt !== null) return { state: 'done', entry };
      if (endOf(held) > now()) return { state: 'busy', until: instant(endOf(held)) };
      const isOurs = await table.put(itemOf(entry, lease), {
        expression: 'lease = :held OR lease = :lease',
        values: { ':held': held, ':lease': lease },
      });
      return isOurs ? { state: 'granted', entry, lease } : { state: 'busy', until: instant(now() + leaseSeconds * 1000) };
    },

    async find(key) {
      const item = await table.get(changeItem(key));
      return item && entryOf(item);
    },

    async record(entry, lease) {
      const isOurs = await table.put(itemOf(entry, lease), { expression: 'lease = :lease', values: { ':lease': lease } });
      // What was done is kept in any case; nothing more may be done once the lease has run out.
      if (!isOurs || (entry.doneAt === null && now() >= endOf(lease))) throw new LeaseLost('the lease is lost');
    },

    async known(keys) {
      const byKey = new Map(keys.map((key) => [changeItem(key).pk, key]));
      const items = [...byKey.values()].map(changeItem);
      const found = new Set<string>();
      for (let from = 0; from < items.length; from += 100) {
        for (const { pk, doneAt, seenAt } of await table.existing(items.slice(from, from + 100), ['doneAt', 'seenAt'])) {
          const key = byKey.get(pk);
          const isAbandoned = doneAt === null && Date.parse(String(seenAt)) + abandonedAfter <= now();
          if (key && !isAbandoned) found.add(key.eventId);
        }
      }
      return found;
    },

    async *entries(from, to) {
      const [first, end] = [Date.parse(from), Date.parse(to)];
      for (let start = Math.floor(first / msPerDay) * msPerDay; start < end; start += msPerDay) {
        const items = table.query(
          {
            expression: '#list = :list AND #at BETWEEN :from AND :to',
            // An item's place is its instant, then `#`: `:to` itself lies before all of its instant.
            values: {
              ':list': dayList(instant(start)),
              ':from': instant(Math.max(first, start)),
              ':to': instant(Math.min(end, start + msPerDay)),
            },
          },
          indexName,
        );
        for await (const item of items) yield entryOf(item);
      }
    },
  };
}

const endOf = (lease: string): number => Number(lease.slice(0, lease.indexOf('.')));

function entryOf(item: Record<string, unknown>): LedgerEntry {
  const { pk, sk, lease, list, at, expires, ...entry } = item;
  return entry as unknown as LedgerEntry;
}
