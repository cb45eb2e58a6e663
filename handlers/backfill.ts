import { tmpdir } from 'node:os';
import bundled from 'sagewarden:policy';
import { invokeLater } from '../src/adapters/invoke-again.ts';
import { lineLog } from '../src/adapters/log.ts';
import { s3Store } from '../src/adapters/s3-store.ts';
import { type BackfillResult, backfill } from '../src/app/backfill.ts';
import { readBackfillRequest } from '../src/config/backfill-request.ts';
import { version } from '../src/version.ts';
import { required, write } from './compose/environment.ts';
import { trailSource } from './compose/trail.ts';

interface Invocation {
  readonly invokedFunctionArn: string;
  getRemainingTimeInMillis(): number;
}

/** By hand, `{"from", "to", "accounts", "regions"}`: an audit period. The evidence is in the bucket when SHA256SUMS is. */
export async function handler(event: unknown, context: Invocation): Promise<BackfillResult> {
  const { invokedFunctionArn: own } = context;
  const prefix = process.env.EVIDENCE_PREFIX;
  return backfill(readBackfillRequest(event), {
    clock: Date,
    log: lineLog(write),
    store: s3Store({ bucket: required('EVIDENCE_BUCKET'), prefix: prefix ? `${prefix}/` : '' }),
    source: (asked) => trailSource({ ...asked, home: own.split(':')[4] ?? '' }),
    policy: bundled.policy,
    policyOrigin: { source: 'sagewarden.yml', sha256: bundled.sha256 },
    version,
    // The report and its schemas are needed by the last invocation only.
    layOut: async (folder, run) => {
      const { layOut } = await import('./compose/evidence.ts');
      return layOut(folder, run);
    },
    again: invokeLater(own),
    scratch: tmpdir(),
    deadline: Date.now() + context.getRemainingTimeInMillis(),
  });
}
