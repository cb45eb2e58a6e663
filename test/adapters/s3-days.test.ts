import { afterAll, beforeAll, expect, it } from 'vitest';
import { s3Days } from '../../src/adapters/s3-days.ts';
import { sealedDays } from '../../src/app/days/ports.ts';
import { type BucketStandIn, start } from '../../stand-ins/bucket.ts';

let bucket: BucketStandIn;
const before = { ...process.env };

beforeAll(async () => {
  bucket = await start({ bucket: 'evidence', others: 'http://127.0.0.1:1' });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: bucket.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
});
afterAll(async () => {
  process.env = before;
  await bucket.close();
});

const days = () => s3Days({ bucket: 'evidence', prefix: 'sealed/' });

it('keeps what is there: a name is written once', async () => {
  const store = days();
  expect(await store.create('days/2026/08/01/day.json', Buffer.from('one'))).toBe(true);
  expect(await store.create('days/2026/08/01/day.json', Buffer.from('one'))).toBe(true);
  expect(await store.create('days/2026/08/01/day.json', Buffer.from('two'))).toBe(false);
  expect((await store.get('days/2026/08/01/day.json'))?.toString()).toBe('one');
  expect(await store.get('days/2026/08/02/day.json')).toBeUndefined();
  expect([...bucket.objects.keys()]).toEqual(['sealed/days/2026/08/01/day.json']);
});

it('lists every page', async () => {
  const store = days();
  for (const day of ['02', '03', '04', '05', '06'])
    for (const name of ['day.json', 'objects.0.jsonl.gz']) await store.create(`days/2026/08/${day}/${name}`, Buffer.from(day));
  await store.create('elsewhere/2026/08/07/day.json', Buffer.from('x'));
  expect(await sealedDays(store)).toEqual(['2026-08-01', '2026-08-02', '2026-08-03', '2026-08-04', '2026-08-05', '2026-08-06']);
});

it('does not take a bucket that refuses for an empty one', async () => {
  bucket.fail = () => ({ status: 403, code: 'AccessDenied' });
  await expect(sealedDays(days())).rejects.toThrow(/AccessDenied/);
  bucket.fail = undefined;
});
