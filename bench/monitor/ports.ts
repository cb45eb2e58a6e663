import { snsMessage } from '../../src/alert/sns.ts';
import { type MonitorWorld, monitorEvent } from '../../src/app/monitor.ts';
import { defaultPolicy } from '../../src/config.ts';
import { known } from '../../src/core/posture.ts';

/** A world whose ports answer at once; an alert is put into words, as the publisher does it. */
function answeringAtOnce(): MonitorWorld {
  const nothing = () => undefined;
  const done = { outcome: 'done' } as const;
  const arn = 'arn:aws:sagemaker:eu-west-1:111122223333:model/m';
  const creationTime = '2026-08-01T12:00:00Z';
  const answer = { ModelName: 'm', ModelArn: arn, CreationTime: creationTime };
  return {
    clock: Date,
    ledger: {
      claim: async (entry) => ({ state: 'granted', entry, lease: 'lease' }),
      record: async () => undefined,
      reserveStop: async () => true,
      stopsInLastHour: async () => 0,
      joinGroup: async () => 'first',
      entries: async function* () {},
      find: async () => undefined,
    },
    sageMaker: {
      describe: async () => known({ arn, creationTime, status: null, answer }, 'describe'),
      tags: async () => known({}, 'describe'),
      stop: async () => done,
      tag: async () => done,
      delete: async () => done,
    },
    publisher: { publish: async (alert) => void snsMessage(alert) },
    deferrer: null,
    metrics: { count: nothing, seconds: nothing },
    log: { info: nothing, warn: nothing, error: nothing },
    policy: defaultPolicy,
    policySha256: 'a'.repeat(64),
    stage: 'bench',
  };
}

/** Milliseconds per event, of `rounds` rounds, after `number` events to warm up. @param template JSON with SERIAL in it */
export async function timesByPorts(template: string, number: number, rounds: number): Promise<number[]> {
  const world = answeringAtOnce();
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const events = Array.from({ length: number }, (_, at) => JSON.parse(template.replaceAll('SERIAL', `${round}-${at}`)) as unknown);
    const started = process.hrtime.bigint();
    for (const event of events) await monitorEvent(event, world);
    if (round > 0) times.push(Number(process.hrtime.bigint() - started) / 1e6 / number);
  }
  return times;
}
