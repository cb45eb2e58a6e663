import type { Alert, SinkBroken } from '../core/alert.ts';
import { msPerHour } from '../core/time.ts';
import type { AlertPublisher, Clock, Log } from './ports.ts';

export interface SinkBrokenWorld {
  readonly publisher: AlertPublisher;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Says on the other sinks that one takes nothing: once an hour by this function, and under one id an hour by all. When that fails it is
 * logged, and tried again with the next message that the sink refuses.
 *
 * @returns what says so; the alert is one that the sink refused
 */
export function sinkBrokenTeller(sink: SinkBroken['sink'], { publisher, clock, log }: SinkBrokenWorld) {
  let told = -1;
  return async (reason: string, { stage, policySha256 }: Pick<Alert, 'stage' | 'policySha256'>): Promise<void> => {
    log.error('sink broken', { sink, reason });
    const window = Math.floor(clock.now() / msPerHour);
    if (window === told) return;
    const id = `sink-broken/${stage}/${sink}/${new Date(window * msPerHour).toISOString().slice(0, 13)}`;
    try {
      await publisher.publish({ kind: 'sink-broken', id, at: new Date(clock.now()).toISOString(), stage, policySha256, sink, reason });
      told = window;
    } catch (error) {
      log.error('sink-broken not told', { sink, reason: error instanceof Error ? error.message : String(error) });
    }
  };
}
