import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '../core/policy.ts';
import { openCheckpoint } from '../trail/checkpoint.ts';
import { inThisThread } from '../trail/reader.ts';
import type { Concluded } from './backfill/conclude.ts';
import type { Backfill, BackfillWorld, Run } from './backfill/ports.ts';
import { OutOfTime, resumable } from './backfill/resumable.ts';
import { scanTrail } from './scan.ts';

export type BackfillResult =
  | Concluded
  | ({ readonly status: 'continues' } & Progress)
  | ({ readonly status: 'too-large'; readonly instead: string } & Progress);

interface Progress {
  readonly run: string;
  readonly round: number;
  /** Of the source, 0 to 1; `null`: not known. */
  readonly share: number | null;
}

/** Lambda ends a chain of invocations of itself after 16 (Lambda developer guide, "Lambda recursive loop detection"). */
const mostRounds = 12;

/** Kept free for judging, laying out and sending, milliseconds: reading ends before. */
const reserve = 120_000;

/**
 * Reads as much of the period as there is time for. What was read is kept, and another invocation goes on with it; the last one judges,
 * and writes the evidence, SHA256SUMS last: a folder without them is not complete. A round that is repeated gives the same bytes.
 *
 * @throws SourceError where the source cannot be listed
 */
export async function backfill(asked: Backfill, world: BackfillWorld): Promise<BackfillResult> {
  const run = asked.run ?? begin(asked, world.clock.now());
  const policy = narrowed(asked, world.policy);
  const folder = join(world.scratch, run.id);
  const kept = `.checkpoints/${run.id}/readings.jsonl`;
  try {
    fetchTo(folder, await world.store.get(kept));
    const checkpoint = openCheckpoint(folder, { version: world.version, from: asked.from, to: asked.to, ...policy.scope });
    const period = { from: asked.from, to: asked.to };
    const { accounts, regions } = policy.scope;
    const source = world.source({ period, accounts, regions, isKnown: checkpoint.has });
    const isTime = () => world.deadline - world.clock.now() > reserve;
    const pass = resumable({ source, reader: inThisThread({ sha256: false }), checkpoint, isTime });
    let result: BackfillResult;
    try {
      const scanned = await scanTrail(pass.source, { policy, period, reader: pass.reader });
      if (world.deadline - world.clock.now() < reserve / 2) throw new OutOfTime('there is no time to judge');
      const { conclude } = await import('./backfill/conclude.ts');
      result = await conclude({ asked, run, policy, scanned }, world);
    } catch (error) {
      if (!(error instanceof OutOfTime)) throw error;
      pass.end();
      await world.store.put(kept, readFileSync(join(folder, 'readings.jsonl')));
      return goOn(asked, { run, fresh: pass.fresh(), share: source.share?.() ?? null }, world);
    }
    pass.end();
    await world.store.remove(kept).catch((error: Error) => world.log.warn('the checkpoint stays', { run: run.id, error: error.name }));
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Two requests of one second have a folder each. */
function begin(asked: Backfill, now: number): Run {
  const generatedAt = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
  const { from, to } = asked;
  const request = createHash('sha256').update(JSON.stringify(asked)).digest('hex').slice(0, 8);
  return { id: `${from}_${to}_${generatedAt}_${request}`.replaceAll(':', ''), generatedAt, round: 1 };
}

/** The request narrows the policy's scope; what it asks for beyond that is an error, since nothing would be said about it. */
function narrowed({ accounts, regions }: Backfill, policy: Policy): Policy {
  const { scope } = policy;
  const within = (asked: readonly string[], own: readonly string[], what: string) => {
    const beyond = asked.filter((each) => own.length > 0 && !own.includes(each));
    if (beyond.length > 0) throw new RangeError(`${what} ${beyond.join(', ')}: not in the scope of the policy`);
    return asked.length > 0 ? asked : own;
  };
  const limited = { accounts: within(accounts, scope.accounts, 'accounts'), regions: within(regions, scope.regions, 'regions') };
  return { ...policy, scope: { ...scope, ...limited } };
}

function fetchTo(folder: string, readings: Buffer | undefined): void {
  // What an invocation that was killed left there is older than what the bucket has.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  if (readings) writeFileSync(join(folder, 'readings.jsonl'), readings);
}

interface Stopped {
  readonly run: Run;
  readonly fresh: number;
  readonly share: number | null;
}

async function goOn(asked: Backfill, { run, fresh, share }: Stopped, world: BackfillWorld): Promise<BackfillResult> {
  const progress = { run: run.id, round: run.round, share };
  const roundsInAll = share ? run.round / share : run.round + 1;
  // A round that reads nothing would be followed by the same for ever.
  if (fresh === 0 || run.round >= mostRounds || roundsInAll > mostRounds) {
    const instead = `this does not fit into ${mostRounds} invocations: run sagewarden scan --resume where there is time, query by Athena, or ask for fewer accounts, regions or days`;
    world.log.error('the period is too large', { ...progress, instead });
    return { status: 'too-large', ...progress, instead };
  }
  await world.again({ ...asked, run: { ...run, round: run.round + 1 } });
  world.log.info('another invocation goes on', progress);
  return { status: 'continues', ...progress };
}
