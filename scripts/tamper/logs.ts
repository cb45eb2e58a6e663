import { gunzipSync, gzipSync } from 'node:zlib';
import type { DigestContent } from '../sample/digests.ts';
import { bytes, log, rewrite, type Tampering, tampered, text } from './tampering.ts';
import { first, hour, Trail } from './trail.ts';

export const logs: readonly Tampering[] = [
  { name: 'log: removed', verdict: tampered, said: log('missing'), causes: ['log-missing'], apply: (t) => t.objects.delete(t.log(2)) },
  { name: 'log: the newest removed', verdict: tampered, said: log('missing', 7), apply: (t) => t.objects.delete(t.log(7)) },
  { name: 'log: the oldest removed', verdict: tampered, said: log('missing', 0), apply: (t) => t.objects.delete(t.log(0)) },
  {
    name: 'log: all of an hour removed',
    verdict: tampered,
    said: log('missing'),
    apply: (t) => t.logs[2]?.forEach((key) => void t.objects.delete(key)),
  },
  {
    name: 'log: all removed',
    verdict: tampered,
    said: log('missing'),
    apply: (t) => t.logs.flat().forEach((key) => void t.objects.delete(key)),
  },
  {
    name: 'log: a record removed',
    verdict: tampered,
    said: log('hash'),
    causes: ['log-invalid'],
    apply: (t) => rewrite(t, t.log(2), JSON.stringify({ Records: [] })),
  },
  {
    name: 'log: a name changed',
    verdict: tampered,
    said: log('hash'),
    apply: (t) => rewrite(t, t.log(2), text(t, t.log(2)).replace('AssumeRole', 'AssumeRolf')),
  },
  { name: 'log: a blank added', verdict: tampered, said: log('hash'), apply: (t) => rewrite(t, t.log(2), `${text(t, t.log(2))} `) },
  { name: 'log: emptied', verdict: tampered, said: log('truncated'), apply: (t) => bytes(t, t.log(2), () => Buffer.alloc(0)) },
  { name: 'log: gzip of nothing', verdict: tampered, said: log('hash'), apply: (t) => rewrite(t, t.log(2), '') },
  {
    name: 'log: cut in half',
    verdict: tampered,
    said: log('truncated'),
    apply: (t) => bytes(t, t.log(2), (b) => b.subarray(0, b.length >> 1)),
  },
  {
    name: 'log: the trailer cut off',
    verdict: tampered,
    awscliPasses: true,
    said: log('truncated'),
    apply: (t) => bytes(t, t.log(2), (b) => b.subarray(0, -8)),
  },
  { name: 'log: a byte of the body changed', verdict: tampered, apply: (t) => bytes(t, t.log(2), flip(40)) },
  { name: 'log: the checksum changed', verdict: tampered, said: log('format'), apply: (t) => bytes(t, t.log(2), flip(-6)) },
  { name: 'log: not gzip', verdict: tampered, said: log('format'), apply: (t) => bytes(t, t.log(2), (b) => gunzipSync(b)) },
  {
    name: 'log: bytes after it',
    verdict: tampered,
    said: log('trailing-bytes'),
    apply: (t) => bytes(t, t.log(2), (b) => Buffer.concat([b, Buffer.from('more')])),
  },
  {
    name: 'log: zeros after it',
    verdict: tampered,
    said: log('trailing-bytes'),
    apply: (t) => bytes(t, t.log(2), (b) => Buffer.concat([b, Buffer.alloc(512)])),
  },
  {
    name: 'log: a second member after it',
    verdict: tampered,
    said: log('trailing-bytes'),
    apply: (t) => bytes(t, t.log(2), (b) => Buffer.concat([b, gzipSync('{"Records":[]}')])),
  },
  {
    name: 'log: an empty member after it',
    verdict: tampered,
    said: log('trailing-bytes'),
    apply: (t) => bytes(t, t.log(2), (b) => Buffer.concat([b, gzipSync('')])),
  },
  {
    name: 'log: an empty member before it',
    verdict: tampered,
    said: log('trailing-bytes'),
    apply: (t) => bytes(t, t.log(2), (b) => Buffer.concat([gzipSync(''), b])),
  },
  {
    name: 'log: two swapped',
    verdict: tampered,
    said: (t) => ({ [t.log(2)]: 'hash', [t.log(4)]: 'hash' }),
    apply: (t) => {
      const [a, b] = [t.object(t.log(2)).bytes, t.object(t.log(4)).bytes];
      bytes(t, t.log(2), () => b);
      bytes(t, t.log(4), () => a);
    },
  },
  {
    name: 'log: a copy of another in its place',
    verdict: tampered,
    said: log('hash'),
    apply: (t) => bytes(t, t.log(2), () => t.object(t.log(4)).bytes),
  },
  {
    name: 'log: renamed',
    verdict: tampered,
    said: (t) => ({ [t.log(2)]: 'missing', [t.log(2).replace('xxx.', 'yyy.')]: 'unnamed' }),
    apply: (t) => {
      t.objects.set(t.log(2).replace('xxx.', 'yyy.'), t.object(t.log(2)));
      t.objects.delete(t.log(2));
    },
  },
  {
    name: 'log: moved to another day',
    verdict: tampered,
    said: log('missing'),
    apply: (t) => {
      t.objects.set(t.log(2).replace('/03/', '/04/'), t.object(t.log(2)));
      t.objects.delete(t.log(2));
    },
  },
  {
    name: 'log: planted',
    verdict: tampered,
    awscliPasses: true,
    said: (t) => ({ [planted(t, 2)]: 'unnamed' }),
    apply: (t) => t.objects.set(planted(t, 2), { bytes: gzipSync('{"Records":[]}'), metadata: {} }),
  },
  {
    name: 'log: planted in an hour in which nothing was delivered',
    verdict: tampered,
    awscliPasses: true,
    apply: (t) => t.putLog(first + 3 * hour + 600, '{"Records":[]}', 'planted'),
  },
  {
    name: 'log: planted under a name without a time',
    verdict: tampered,
    awscliPasses: true,
    apply: (t) => t.objects.set(t.log(2).replace(/[^/]+$/, 'extra.json.gz'), { bytes: gzipSync('{"Records":[]}'), metadata: {} }),
  },
  {
    name: 'log: planted, and named by a digest without a signature',
    verdict: tampered,
    apply: (t) => {
      const { key } = t.putLog(first + 2 * hour + 700, '{"Records":[]}', 'planted');
      t.alter(2, (content) => content.logFiles.push({ ...(content.logFiles[0] as DigestContent['logFiles'][number]), s3Object: key }));
    },
  },
  {
    name: 'log: a reason for a gap planted in it',
    verdict: tampered,
    options: { stopped: [3] },
    causes: ['chain-restarted'],
    apply: (t) => rewrite(t, t.log(2, 2), text(new Trail({ stopped: [3], stopRecorded: true }), t.log(2, 2))),
  },
];

function planted(trail: Trail, index: number): string {
  return trail.log(index).replace('xxx.json', 'zzz.json');
}

function flip(at: number): (buffer: Buffer) => Buffer {
  return (buffer) => {
    const copy = Buffer.from(buffer);
    const index = at < 0 ? copy.length + at : at;
    copy[index] = (copy[index] ?? 0) ^ 0xff;
    return copy;
  };
}
