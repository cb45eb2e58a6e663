import bundled from 'sagewarden:policy';
import { lineLog } from '../src/adapters/log.ts';
import { emfMetrics } from '../src/adapters/metrics.ts';
import { s3Days } from '../src/adapters/s3-days.ts';
import { type SealResult, sealDays } from '../src/app/days/seal.ts';
import { isObject, text } from '../src/core/json.ts';
import { jsonlText } from '../src/report/jsonl.ts';
import { inThisThread } from '../src/trail/reader.ts';
import { version } from '../src/version.ts';
import { required, write } from './compose/environment.ts';
import { sealSource } from './compose/seal-source.ts';

interface Invocation {
  getRemainingTimeInMillis(): number;
}

/** A day of a large trail takes minutes: none is begun with less time left than this, milliseconds. */
const reserve = 5 * 60_000;

/**
 * Every day, or by hand with `{"from": "2026-07-01", "to": "2026-07-31"}` to begin a chain: what the trail delivered, day by day. Days that
 * there was no time for are the next run's; an error says that a day could not be sealed.
 */
export async function handler(event: unknown, context: Invocation): Promise<SealResult> {
  const metrics = emfMetrics(process.env.STAGE ?? 'dev', write);
  try {
    const result = await sealDays(isObject(event) ? { from: text(event, 'from'), to: text(event, 'to') } : {}, {
      clock: Date,
      log: lineLog(write),
      store: s3Days({ bucket: required('SEALED_BUCKET'), prefix: 'sealed/' }),
      source: (first, last) => sealSource(first, last, bundled.policy.scope),
      reader: inThisThread({ sha256: true }),
      policy: bundled.policy,
      policySha256: bundled.sha256,
      version,
      lines: jsonlText,
      deadline: Date.now() + context.getRemainingTimeInMillis() - reserve,
    });
    metrics.count('DaysSealed', result.sealed.length);
    return result;
  } finally {
    metrics.flush();
  }
}
