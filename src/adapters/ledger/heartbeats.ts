import type { Ledger } from '../../app/ports.ts';
import { heartbeatItem, instant } from './keys.ts';
import type { Table } from './table.ts';

const lastOne = heartbeatItem('last');

/** Which heartbeats were sent: one of each, though two functions may run at once. */
export function heartbeats(table: Table, leaseSeconds: number): Pick<Ledger, 'claimHeartbeat' | 'heartbeatSent' | 'lastHeartbeat'> {
  const expires = (now: number) => Math.ceil(now / 1000) + 40 * 86_400;
  return {
    claimHeartbeat(id, now) {
      return table.put(
        { ...heartbeatItem(id), leaseUntil: now + leaseSeconds * 1000, expires: expires(now) },
        { expression: 'attribute_not_exists(pk) OR (attribute_not_exists(sentAt) AND leaseUntil <= :now)', values: { ':now': now } },
      );
    },
    async heartbeatSent(id, now) {
      await table.put({ ...heartbeatItem(id), sentAt: instant(now), expires: expires(now) });
      await table.put({ ...lastOne, sentAt: instant(now) });
    },
    async lastHeartbeat() {
      const last = await table.get(lastOne);
      return last ? String(last.sentAt) : null;
    },
  };
}
