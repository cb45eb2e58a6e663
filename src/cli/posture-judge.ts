import type { Signer } from '../core/signature.ts';
import type { OpenedPosture } from './posture-open.ts';
import { takePosture } from './posture-run.ts';
import type { Beside } from './posture-told.ts';
import { runRecord } from './run-record.ts';
import { tellRun } from './tell-run.ts';
import { writeSigned } from './write-run.ts';

interface Wish {
  readonly out: string;
  readonly force: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
  readonly signer: Signer | undefined;
  readonly started: Date;
  /** ISO 8601, to the second. */
  readonly startedAt: string;
}

/** What was said -> the evidence, the summary and the exit code. */
export async function judgePosture(opened: OpenedPosture, beside: Beside, wish: Wish): Promise<void> {
  const { out, force, quiet, json, signer, started, startedAt } = wish;
  const { told, ...run } = await takePosture(opened, startedAt, beside);
  const { evidence } = run;
  await writeSigned(out, run, { force, runRecord: { ...runRecord(started), account: opened.homeAccount } }, signer);
  opened.store.remove();
  tellRun(evidence, out, { json, quiet, signed: signer !== undefined, beside: told });
}
