import { gunzipSync } from 'node:zlib';
import { seededSigner } from '../sample/signing.ts';
import { iso } from '../sample/time.ts';
import { bytes, digest, rewrite, type Tampering, tampered, text } from './tampering.ts';
import { first } from './trail.ts';

export const digests: readonly Tampering[] = [
  {
    name: 'digest: removed',
    verdict: tampered,
    said: digest('missing'),
    causes: ['digest-missing'],
    apply: (t) => t.objects.delete(t.digest(2)),
  },
  {
    name: 'digest: two in a row removed',
    verdict: tampered,
    said: digest('missing', 4),
    apply: (t) => [3, 4].forEach((index) => void t.objects.delete(t.digest(index))),
  },
  { name: 'digest: the oldest removed', verdict: tampered, said: digest('missing', 0), apply: (t) => t.objects.delete(t.digest(0)) },
  {
    name: 'digest: all but the newest removed',
    verdict: tampered,
    said: digest('missing', 6),
    apply: (t) => t.digests.slice(0, -1).forEach((key) => void t.objects.delete(key)),
  },
  {
    name: 'digest: the newest removed',
    verdict: 'gap',
    awscliPasses: true,
    causes: ['newest-end-not-covered'],
    apply: (t) => t.objects.delete(t.digest(-1)),
  },
  {
    name: 'digest: the newest removed, with its log files',
    verdict: 'gap',
    awscliPasses: true,
    causes: ['newest-end-not-covered'],
    apply: (t) => [t.digest(-1), ...(t.logs.at(-1) ?? [])].forEach((key) => void t.objects.delete(key)),
  },
  {
    name: 'digest: the three newest removed',
    verdict: 'gap',
    awscliPasses: true,
    causes: ['newest-end-not-covered'],
    apply: (t) => t.digests.slice(-3).forEach((key) => void t.objects.delete(key)),
  },
  {
    name: 'digest: all removed',
    verdict: 'gap',
    awscliPasses: true,
    causes: ['no-digests'],
    apply: (t) => t.digests.forEach((key) => void t.objects.delete(key)),
  },
  {
    name: 'digest: all and every log file removed but one',
    verdict: 'gap',
    awscliPasses: true,
    causes: ['no-digests'],
    apply: (t) => {
      for (const key of t.objects.keys()) if (key !== t.log(2)) t.objects.delete(key);
    },
  },
  {
    name: 'digest: a log file taken out of it',
    verdict: tampered,
    said: digest('signature'),
    causes: ['digest-invalid'],
    apply: (t) => t.alter(2, (content) => void content.logFiles.pop()),
  },
  {
    name: 'digest: a log file taken out of it and of the bucket',
    verdict: tampered,
    said: digest('signature'),
    apply: (t) => {
      t.alter(2, (content) => void content.logFiles.shift());
      t.objects.delete(t.log(2));
    },
  },
  {
    name: 'digest: the hash of an altered log file put in',
    verdict: tampered,
    said: digest('signature'),
    apply: (t) => {
      rewrite(t, t.log(2), '{"Records":[]}');
      t.alter(2, ({ logFiles }) => {
        if (logFiles[0]) logFiles[0].hashValue = '0'.repeat(64);
      });
    },
  },
  {
    name: 'digest: a time changed',
    verdict: tampered,
    said: digest('signature'),
    apply: (t) => t.alter(2, (c) => Object.assign(c, { digestStartTime: iso(first) })),
  },
  {
    name: 'digest: a blank added',
    verdict: tampered,
    said: digest('signature'),
    apply: (t) => rewrite(t, t.digest(2), `${text(t, t.digest(2))} `),
  },
  {
    name: 'digest: the newest altered',
    verdict: tampered,
    said: digest('signature', 7),
    apply: (t) => t.alter(7, (c) => void c.logFiles.pop()),
  },
  {
    name: 'digest: the oldest altered',
    verdict: tampered,
    said: digest('signature', 0),
    apply: (t) => t.alter(0, (c) => void c.logFiles.pop()),
  },
  {
    name: 'digest: every one altered',
    verdict: tampered,
    said: digest('signature'),
    apply: (t) => {
      for (const index of t.digests.keys()) t.alter(index, (c) => Object.assign(c, { logFiles: [] }));
    },
  },
  {
    name: 'digest: cut in half',
    verdict: tampered,
    said: digest('format'),
    apply: (t) => bytes(t, t.digest(2), (b) => b.subarray(0, b.length >> 1)),
  },
  { name: 'digest: emptied', verdict: tampered, said: digest('format'), apply: (t) => bytes(t, t.digest(2), () => Buffer.alloc(0)) },
  { name: 'digest: not gzip', verdict: tampered, said: digest('format'), apply: (t) => bytes(t, t.digest(2), (b) => gunzipSync(b)) },
  { name: 'digest: not JSON', verdict: tampered, said: digest('format'), apply: (t) => rewrite(t, t.digest(2), 'hello') },
  {
    name: 'digest: a member removed',
    verdict: tampered,
    said: digest('format'),
    apply: (t) => t.alter(2, (c) => void Reflect.deleteProperty(c, 'previousDigestSignature')),
  },
  {
    name: 'digest: bytes after it',
    verdict: tampered,
    awscliPasses: true,
    said: digest('trailing-bytes'),
    apply: (t) => bytes(t, t.digest(2), (b) => Buffer.concat([b, Buffer.from('more')])),
  },
  {
    name: 'digest: moved to another name',
    verdict: tampered,
    said: (t) => ({ [t.digest(2)]: 'missing', [t.digest(2).replace('T030131Z', 'T030132Z')]: 'moved' }),
    apply: (t) => {
      t.objects.set(t.digest(2).replace('T030131Z', 'T030132Z'), t.object(t.digest(2)));
      t.objects.delete(t.digest(2));
    },
  },
  {
    name: 'digest: a copy under a newer name',
    verdict: tampered,
    said: (t) => ({ [t.digest(-1).replace('T080131Z', 'T083131Z')]: 'moved' }),
    apply: (t) => t.objects.set(t.digest(-1).replace('T080131Z', 'T083131Z'), t.object(t.digest(2))),
  },
  {
    name: 'digest: another one in its place',
    verdict: tampered,
    said: digest('moved'),
    apply: (t) => t.objects.set(t.digest(2), { ...t.object(t.digest(4)) }),
  },
  {
    name: 'digest: two swapped',
    verdict: tampered,
    said: digest('moved'),
    apply: (t) => {
      const [a, b] = [t.object(t.digest(2)), t.object(t.digest(4))];
      t.objects.set(t.digest(2), b);
      t.objects.set(t.digest(4), a);
    },
  },
  {
    name: 'digest: another bucket in it',
    verdict: tampered,
    apply: (t) => t.alter(2, (content) => Object.assign(content, { digestS3Bucket: 'amzn-s3-demo-other' })),
  },
  {
    name: 'digest: another bucket in it, signed',
    verdict: tampered,
    said: digest('moved'),
    apply: (t) => t.forge(2, (content) => Object.assign(content, { digestS3Bucket: 'amzn-s3-demo-other' })),
  },
  {
    name: 'digest: another bucket in the newest, signed',
    verdict: tampered,
    said: digest('moved', 7),
    apply: (t) => t.forge(7, (content) => Object.assign(content, { digestS3Bucket: 'amzn-s3-demo-other' })),
  },
  {
    name: 'digest: planted, signed with a key of the attacker',
    verdict: tampered,
    said: digest('no-public-key', 7),
    apply: (t) => {
      const own = seededSigner('attacker', 1024);
      const content = { ...t.content(7), logFiles: [], digestPublicKeyFingerprint: own.fingerprint };
      t.sign(7, content, own);
    },
  },
  {
    name: "digest: signed with a key of the attacker under CloudTrail's fingerprint",
    verdict: tampered,
    said: digest('signature', 7),
    apply: (t) => t.sign(7, { ...t.content(7), logFiles: [] }, seededSigner('attacker', 1024)),
  },
  {
    name: 'digest: signed with the key of another region',
    verdict: tampered,
    said: digest('no-public-key', 7),
    apply: (t) => {
      const other = seededSigner('tamper us-east-1');
      t.sign(7, { ...t.content(7), digestPublicKeyFingerprint: other.fingerprint }, other);
    },
  },
];
