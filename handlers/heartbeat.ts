import bundled from 'sagewarden:policy';
import { lineLog } from '../src/adapters/log.ts';
import { emfMetrics } from '../src/adapters/metrics.ts';
import { type HeartbeatRun, type HeartbeatWorld, heartbeat } from '../src/app/heartbeat.ts';
import { ledger, number } from './compose/monitor.ts';
import { alertPublisher, write } from './compose/sink.ts';

const log = lineLog(write);
const stage = process.env.STAGE ?? 'dev';
const metrics = emfMetrics(stage, write);

let world: HeartbeatWorld | undefined;

/** Every few minutes: the roll-ups that are due, and once a period the figures. An error says that something stays owed. */
export async function handler(): Promise<HeartbeatRun> {
  world ??= {
    clock: Date,
    ledger: ledger(),
    publisher: alertPublisher(),
    metrics,
    log,
    stage,
    policySha256: bundled.sha256,
    hours: number('HEARTBEAT_HOURS', 24),
  };
  try {
    const run = await heartbeat(world);
    log.info('heartbeat', { ...run });
    return run;
  } finally {
    metrics.flush();
  }
}
