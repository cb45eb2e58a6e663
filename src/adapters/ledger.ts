import type { Ledger } from '../app/ports.ts';
import { brake } from './ledger/brake.ts';
import { changes } from './ledger/changes.ts';
import { groups } from './ledger/groups.ts';
import { heartbeats } from './ledger/heartbeats.ts';
import { Table } from './ledger/table.ts';

export interface LedgerOptions {
  readonly table: string;
  /** Shorter than the first retry of whoever invokes the monitor (Lambda: 1 minute), longer than the function may run. */
  readonly leaseSeconds: number;
  /** At least the audit period. */
  readonly ttlDays: number;
  /** How long after its first alert a group is told of by a roll-up only. */
  readonly groupWindowSeconds: number;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/** The ledger on DynamoDB. Every write that could lose another's is conditional; each can be repeated. */
export function dynamoLedger({ table: name, leaseSeconds, ttlDays, groupWindowSeconds, now = Date.now }: LedgerOptions): Ledger {
  const table = new Table(name);
  return {
    ...changes(table, { leaseSeconds, ttlDays, now }),
    ...brake(table),
    ...groups(table, groupWindowSeconds),
    ...heartbeats(table, leaseSeconds),
  };
}
