import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { eventHistorySource } from '../../src/adapters/event-history.ts';
import { s3Source } from '../../src/adapters/s3.ts';
import { folderSource } from '../../src/trail/folder.ts';
import type { TrailSource } from '../../src/trail/source.ts';
import { start as startCloudTrail } from '../../stand-ins/cloudtrail.ts';
import { accessDenied, noSuchKey, start as startS3 } from '../../stand-ins/s3.ts';
import { start as startSts } from '../../stand-ins/sts.ts';

/** The sources, each over an archive with one object that cannot be read. */
export interface Case {
  /** Lists it anew. */
  open(): Promise<TrailSource>;
  /** Such a source whose place is not there, or is not ours. */
  openWrong(): Promise<TrailSource>;
  /** What the objects hold, by key. */
  readonly contents: ReadonlyMap<string, string>;
  readonly broken: string;
  close(): Promise<void>;
}

const regions = ['eu-west-1', 'us-east-1'];
const days = ['01', '02', '09', '10'];
const keys = regions.flatMap((region) =>
  days.flatMap((day) =>
    Array.from(
      { length: 50 },
      (_, n) => `AWSLogs/111122223333/CloudTrail/${region}/2026/07/${day}/111122223333_CloudTrail_${region}_${n}.json`,
    ),
  ),
);
const logs = new Map(keys.map((key) => [key, `the bytes of ${key}`]));
const broken = keys[70] as string;

async function folder(): Promise<Case> {
  const root = mkdtempSync(join(tmpdir(), 'sagewarden-contract-'));
  for (const [key, text] of logs) {
    const path = join(root, key);
    mkdirSync(dirname(path), { recursive: true });
    if (key === broken) symlinkSync(join(root, 'nowhere'), path);
    else writeFileSync(path, text);
  }
  return {
    open: () => folderSource([root]),
    openWrong: () => folderSource([join(root, 'nowhere')]),
    contents: logs,
    broken,
    close: async () => {},
  };
}

const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };

async function bucket(): Promise<Case> {
  const objects = new Map([...logs].map(([key, body]) => [`audit/${key}`, { body }]));
  const server = await startS3({
    objects,
    pageSize: 50,
    fail: ({ method, key }) =>
      method === 'GET' && key === `audit/${broken}` ? noSuchKey : key.startsWith('wrong/') ? accessDenied : undefined,
  });
  const open = async (prefix: string) =>
    s3Source({ bucket: server.bucket, prefix, client: { endpoint: server.url, region: 'eu-west-1', credentials } });
  return {
    open: () => open('audit/'),
    openWrong: () => open('wrong/'),
    contents: new Map([...logs].map(([key, body]) => [`audit/${key}`, body])),
    broken: `audit/${broken}`,
    close: server.close,
  };
}

const now = Date.parse('2026-08-01T00:00:00Z');
const historyDays = Array.from({ length: 12 }, (_, n) => `2026-07-${String(n + 1).padStart(2, '0')}`);

async function history(): Promise<Case> {
  const contents = new Map<string, string>();
  const events = ['111122223333', '444455556666'].flatMap((account) =>
    regions.flatMap((region) =>
      historyDays.flatMap((day) =>
        ['cloudtrail.amazonaws.com', 'sagemaker.amazonaws.com'].map((eventSource) => {
          const event = JSON.stringify({
            eventID: `${account}-${region}-${day}`,
            eventTime: `${day}T10:00:00Z`,
            eventSource,
            account,
            region,
          });
          contents.set(`event-history/${account}/${region}/${day}T00:00:00Z/${eventSource}.json`, `{"Records":[${event}]}`);
          return {
            place: `${account} ${region}`,
            event: {
              EventId: `${account}-${region}-${day}`,
              EventTime: Date.parse(`${day}T10:00:00Z`) / 1000,
              EventSource: eventSource,
              CloudTrailEvent: event,
            },
          };
        }),
      ),
    ),
  );
  const byPlace = Object.fromEntries(
    events.map(({ place }) => [place, events.filter((each) => each.place === place).map(({ event }) => event)]),
  );
  const brokenDay = Date.parse('2026-07-07T00:00:00Z') / 1000;
  const cloudtrail = await startCloudTrail({
    events: byPlace,
    now: () => now,
    fail: ({ account, region, body }) =>
      account === '444455556666' && region === 'us-east-1' && body.StartTime === brokenDay && JSON.stringify(body).includes('sagemaker')
        ? { status: 400, body: { __type: 'InvalidTimeRangeException' } }
        : undefined,
  });
  const role = (account: string) => ({ arn: `arn:aws:iam::${account}:role/audit/Reader`, externalId: 'extern' });
  const sts = await startSts({ roles: [role('111122223333'), role('444455556666')] });
  const before = { ...process.env };
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_STS: sts.url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  });
  const open = async (accounts: readonly string[]) =>
    eventHistorySource({
      period: { from: '2026-07-01T00:00:00Z', to: '2026-07-13T00:00:00Z' },
      regions: ['us-east-1', 'eu-west-1'],
      others: { accounts, role: 'audit/Reader', externalId: 'extern' },
      now,
      requestsPerSecond: 1000,
      client: { endpoint: cloudtrail.url },
    });
  return {
    open: () => open(['444455556666', '111122223333']),
    openWrong: () => open(['999900001111']),
    contents,
    broken: 'event-history/444455556666/us-east-1/2026-07-07T00:00:00Z/sagemaker.amazonaws.com.json',
    async close() {
      process.env = before;
      await Promise.all([sts.close(), cloudtrail.close()]);
    },
  };
}

export const cases: Readonly<Record<string, () => Promise<Case>>> = { folder, 's3://': bucket, 'lookup:': history };
