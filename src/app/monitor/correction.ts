import type { EventFacts } from '../../core/change.ts';
import type { LedgerEntry } from '../ports.ts';
import type { verdictOf } from './entry.ts';
import type { Work } from './work.ts';
import type { MonitorWorld } from './world.ts';

type Verdict = ReturnType<typeof verdictOf>;

/** Finishes a correction as its original was, where it says the same: it was seen, told and acted on then. */
export type Correction = (work: Work, verdict?: Verdict) => Promise<boolean>;

/** `undefined`: the ledger does not have what the record corrects, or something is owed for it. What it has, the live path did not miss. */
export async function correctionOf(
  { account, region, eventName, corrects = '' }: EventFacts,
  { ledger }: MonitorWorld,
): Promise<Correction | undefined> {
  const original = await ledger.find({ account, region, eventId: corrects });
  if (!original || original.doneAt === null || original.eventName !== eventName) return undefined;
  return async (work, verdict) => {
    if (verdict && !saysTheSame(verdict, original)) return false;
    const { eventId, eventTime } = work.entry;
    work.update({ ...original, eventId, eventTime });
    await work.finish();
    return true;
  };
}

/** Where a correction cannot be judged by now, what was said of the original stands. */
function saysTheSame({ class: now, rules }: Verdict, original: LedgerEntry): boolean {
  return now === 'not-evaluable' || (now === original.class && rules.join() === original.rules.join());
}
