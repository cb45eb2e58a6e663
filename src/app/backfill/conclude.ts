import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Evidence } from '../../core/evidence/model.ts';
import { exitCodes } from '../../core/evidence/verdict.ts';
import type { Policy } from '../../core/policy.ts';
import { assess } from '../assess.ts';
import { buildEvidence } from '../evidence.ts';
import type { Scanned } from '../scan/model.ts';
import type { Backfill, BackfillWorld, Run } from './ports.ts';

export interface Concluded {
  readonly status: 'done';
  readonly run: string;
  readonly verdict: Evidence['verdict'];
  readonly exitCode: number;
  readonly rows: number;
  /** Where the files are. */
  readonly evidence: string;
}

export interface Read {
  readonly asked: Backfill;
  readonly run: Run;
  readonly policy: Policy;
  readonly scanned: Scanned;
}

/** Judges what was read, and writes the evidence, SHA256SUMS last. Its own file: only the last invocation loads it. */
export async function conclude({ asked, run, policy, scanned }: Read, world: BackfillWorld): Promise<Concluded> {
  const { store, policyOrigin, version } = world;
  const { generatedAt } = run;
  const assessed = assess(scanned.changes, scanned.attempts, { policy, asOf: generatedAt });
  const evidence = buildEvidence({
    scanned,
    assessed,
    policy,
    policyOrigin,
    networkSnapshot: null,
    periodGiven: true,
    acceptUnverified: asked.acceptUnverified,
    generatedAt,
    version,
    jsonlSha256: '',
  });
  const runRecord = { request: { ...asked, run }, finishedAt: new Date(world.clock.now()).toISOString() };
  const folder = join(world.scratch, run.id, 'run');
  for (const name of await world.layOut(folder, { evidence, rows: assessed.rows, runRecord })) {
    const body = readFileSync(join(folder, name));
    const path = `${run.id}/${name}`;
    if (name !== 'SHA256SUMS') await store.put(path, body);
    else if (!(await store.create(path, body))) throw new Error(`${store.url}${path} is there already, and is of other files`);
  }
  const { verdict } = evidence;
  const done = { run: run.id, verdict, exitCode: exitCodes[verdict], rows: assessed.rows.length, evidence: `${store.url}${run.id}/` };
  world.log.info('the evidence is written', done);
  return { status: 'done', ...done };
}
