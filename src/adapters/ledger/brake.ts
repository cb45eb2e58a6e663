import { type Ledger, LedgerError } from '../../app/ports.ts';
import { msPerHour } from '../../core/time.ts';
import { brakeItem } from './keys.ts';
import type { Table } from './table.ts';

/** Stops and deletions of an account within the last hour: one item, written only as it was read. */
export function brake(table: Table): Pick<Ledger, 'reserveStop' | 'stopsInLastHour'> {
  const read = async (account: string, now: number) => {
    const item = await table.get(brakeItem(account));
    const stops = Object.entries((item?.stops ?? {}) as Record<string, number>);
    return { version: Number(item?.version ?? 0), stops: Object.fromEntries(stops.filter(([, at]) => at > now - msPerHour)) };
  };
  return {
    async reserveStop({ account, region, eventId }, maxPerHour, now) {
      const id = `${region}#${eventId}`;
      // Who is refused has met a write that succeeded, and those are at most as many as the brake lets through.
      for (let tries = 0; tries <= maxPerHour + 1; tries++) {
        const { version, stops } = await read(account, now);
        if (id in stops) return true;
        if (Object.keys(stops).length >= maxPerHour) return false;
        const item = {
          ...brakeItem(account),
          version: version + 1,
          stops: { ...stops, [id]: now },
          expires: Math.ceil((now + 2 * msPerHour) / 1000),
        };
        const isOurs = await table.put(
          item,
          version === 0
            ? { expression: 'attribute_not_exists(pk)' }
            : { expression: 'version = :version', values: { ':version': version } },
        );
        if (isOurs) return true;
      }
      throw new LedgerError('the brake is contended');
    },

    async stopsInLastHour(account, now, except) {
      const { stops } = await read(account, now);
      const own = except && `${except.region}#${except.eventId}`;
      return Object.keys(stops).filter((id) => id !== own).length;
    },
  };
}
