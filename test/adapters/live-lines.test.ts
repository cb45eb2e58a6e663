import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sqsDeferrer } from '../../src/adapters/deferrer.ts';
import { lineLog } from '../../src/adapters/log.ts';
import { emfMetrics } from '../../src/adapters/metrics.ts';
import { serve, type WireRequest, type WireServer } from '../../stand-ins/wire.ts';

const lines = () => {
  const written: string[] = [];
  return { written, write: (line: string) => void written.push(line) };
};

test('a log line is one line of JSON, and nothing in it moves a terminal', () => {
  const { written, write } = lines();
  const hostile = 'a\nb\u001b[31m\u2028\u202e\u009b\u{e0041}\ud800é';
  lineLog(write).warn('handled', { name: hostile, late: true, rules: ['x'] });
  expect(written).toHaveLength(1);
  expect(written[0]).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]+\n$/u);
  expect(JSON.parse(written[0] ?? '')).toEqual({ level: 'WARN', message: 'handled', name: hostile, late: true, rules: ['x'] });
  expect(written[0]).toContain('é');
});

test('figures are one line in the embedded metric format, with every unit', () => {
  const { written, write } = lines();
  const metrics = emfMetrics('prod', write, () => 1_000);
  metrics.count('EventsSeen');
  metrics.count('EventsSeen', 2);
  metrics.seconds('TimeToNotify', 1.5);
  metrics.seconds('TimeToNotify', 3);
  metrics.flush();
  metrics.flush();
  expect(written.map((line) => JSON.parse(line))).toEqual([
    {
      _aws: {
        Timestamp: 1_000,
        CloudWatchMetrics: [
          {
            Namespace: 'Sagewarden',
            Dimensions: [['stage']],
            Metrics: [
              { Name: 'EventsSeen', Unit: 'Count' },
              { Name: 'TimeToNotify', Unit: 'Seconds' },
            ],
          },
        ],
      },
      stage: 'prod',
      EventsSeen: 3,
      TimeToNotify: [1.5, 3],
    },
  ]);
});

let received: WireRequest[] = [];
let queue: WireServer;
beforeAll(async () => {
  queue = await serve({
    contentType: 'application/x-amz-json-1.0',
    fault: (request) => {
      received.push(request);
      return received.length === 1 ? { status: 500, body: {} } : undefined;
    },
    answer: ({ body }) => {
      // The SDK checks it.
      const MD5OfMessageBody = createHash('md5').update(JSON.parse(body).MessageBody).digest('hex');
      return { status: 200, body: JSON.stringify({ MessageId: 'm', MD5OfMessageBody }), contentType: 'application/x-amz-json-1.0' };
    },
  });
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_SQS: queue.url,
  });
});
afterAll(async () => {
  delete process.env.AWS_ENDPOINT_URL_SQS;
  await queue.close();
});

test('an event is handed to the queue with its delay, of 15 minutes at most', async () => {
  received = [];
  await sqsDeferrer(`${queue.url}/111122223333/events`).defer({ eventID: 'e' }, 3600);
  expect(received).toHaveLength(2);
  expect(JSON.parse(received[1]?.body ?? '')).toMatchObject({
    QueueUrl: `${queue.url}/111122223333/events`,
    MessageBody: '{"eventID":"e"}',
    DelaySeconds: 900,
  });
});
