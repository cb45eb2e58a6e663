import { gunzipSync, gzipSync } from 'node:zlib';
import { late } from './backfills.ts';
import { secondControls } from './seconds.ts';
import { bytes, type Tampering } from './tampering.ts';
import { hour, Trail } from './trail.ts';

const nothing = () => {};

/** As CloudTrail delivers it, however odd it looks: nobody may be told of tampering. */
export const controls: readonly Tampering[] = [
  { name: 'control: untouched', verdict: 'valid', apply: nothing },
  { name: 'control: a prefix', verdict: 'valid', options: { prefix: 'trails/all/' }, apply: nothing },
  { name: "control: an organisation's trail", verdict: 'valid', options: { organisation: 'o-abcde12345' }, apply: nothing },
  {
    name: 'control: a trail with underscores and dots in its name',
    verdict: 'valid',
    options: { trail: 'my_trail.v2_eu-west-1' },
    apply: nothing,
  },
  { name: 'control: a trail of another home region', verdict: 'valid', options: { home: 'us-east-1' }, apply: nothing },
  { name: 'control: keys rotated', verdict: 'valid', options: { rotatedAt: 4 }, apply: nothing },
  {
    name: 'control: logging stopped, and recorded',
    verdict: 'gap',
    awscliPasses: true,
    causes: ['logging-stopped'],
    options: { stopped: [5, 6], stopRecorded: true },
    apply: nothing,
  },
  {
    name: 'control: the chain starts anew, while another trail was stopped',
    verdict: 'gap',
    awscliPasses: true,
    causes: ['chain-restarted'],
    options: { stopped: [5, 6], stopRecorded: true, stopOf: 'second' },
    apply: nothing,
  },
  {
    name: 'control: the chain starts anew',
    verdict: 'gap',
    awscliPasses: true,
    causes: ['chain-restarted'],
    options: { stopped: [4, 5] },
    apply: nothing,
  },
  {
    name: 'control: the trail begins in the window',
    verdict: 'gap',
    awscliPasses: true,
    causes: ['before-first-digest'],
    options: { stopped: [0, 1] },
    apply: nothing,
  },
  {
    name: 'control: backfill digests',
    verdict: 'valid',
    apply: (t) => void t.backfill(4, late + hour, t.backfill(2, late)),
  },
  {
    name: 'control: a log file compressed anew',
    verdict: 'valid',
    apply: (t) => bytes(t, t.log(2), (b) => gzipSync(gunzipSync(b), { level: 1 })),
  },
  {
    name: 'control: a log file that says its name in the gzip header',
    verdict: 'valid',
    apply: (t) =>
      bytes(t, t.log(2), (b) => {
        const named = Buffer.concat([b.subarray(0, 10), Buffer.from('name.json\0'), b.subarray(10)]);
        named[3] = 8;
        return named;
      }),
  },
  {
    name: 'control: other things beside the trail',
    verdict: 'valid',
    apply: (t) => {
      t.objects.set('AWSLogs/111122223333/CloudTrail/', { bytes: Buffer.alloc(0), metadata: {} });
      t.objects.set('AWSLogs/111122223333/Config/eu-west-1/2026/8/3/ConfigHistory/x.json.gz', { bytes: gzipSync('{}'), metadata: {} });
      t.objects.set('AWSLogs/111122223333/CloudTrail-Insight/eu-west-1/2026/08/03/x.json.gz', { bytes: gzipSync('{}'), metadata: {} });
      t.objects.set('readme.json', { bytes: Buffer.from('{}'), metadata: {} });
    },
  },
  {
    name: 'control: another trail in the same bucket',
    verdict: 'valid',
    apply: (t) => {
      const other = new Trail({ trail: 'second', region: 'us-east-1', home: 'us-east-1' });
      for (const [key, object] of other.objects) t.objects.set(key, object);
    },
  },
  ...secondControls,
];
