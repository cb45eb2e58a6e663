import { createHash } from 'node:crypto';
import type { ChangeKey } from '../../app/ports.ts';

/**
 * One table. `pk` and `sk` are its keys; `list` and `at` those of its one index, which has the changes by day of event time and the
 * groups that owe a roll-up; `expires` is DynamoDB's time to live, in epoch seconds.
 */
export const indexName = 'by-list';

export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

export const changeItem = ({ account, region, eventId }: ChangeKey): ItemKey => ({
  pk: `change#${account}#${region}#${eventId}`,
  sk: 'change',
});

export const brakeItem = (account: string): ItemKey => ({ pk: `brake#${account}`, sk: 'brake' });

export const groupItem = (id: string): ItemKey => ({ pk: `group#${id}`, sk: 'head' });

export const memberItem = (id: string, { account, region, eventId }: ChangeKey): ItemKey => ({
  pk: `group#${id}`,
  sk: `change#${account}#${region}#${eventId}`,
});

export const heartbeatItem = (id: string): ItemKey => ({ pk: 'heartbeat', sk: id });

/** The index's partition of a day, and the place of an instant in it. */
export const dayList = (iso: string): string => `day#${iso.slice(0, 10)}`;

export const dueList = 'groups-due';

export const instant = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** Names that people chose are of any length: a hash of them is not. */
export const digest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
