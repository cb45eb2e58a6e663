import type { DigestContent } from '../sample/digests.ts';
import { iso } from '../sample/time.ts';
import { digest, type Tampering, tampered } from './tampering.ts';
import { first, hour, type Trail } from './trail.ts';

export const links: readonly Tampering[] = [
  {
    name: 'link: wrong previous hash',
    verdict: tampered,
    awscliPasses: true,
    said: digest('previous-hash'),
    apply: (t) => t.forge(2, (c) => Object.assign(c, { previousDigestHashValue: '0'.repeat(64) })),
  },
  {
    name: 'link: no previous hash',
    verdict: tampered,
    awscliPasses: true,
    said: digest('previous-hash'),
    apply: (t) => t.forge(2, (c) => Object.assign(c, { previousDigestHashValue: null })),
  },
  {
    name: 'link: previous hash of another algorithm',
    verdict: tampered,
    awscliPasses: true,
    said: digest('previous-hash'),
    apply: (t) => t.forge(2, (c) => Object.assign(c, { previousDigestHashAlgorithm: 'MD5' })),
  },
  {
    name: 'link: wrong previous signature',
    verdict: tampered,
    awscliPasses: true,
    said: digest('previous-signature'),
    apply: (t) => t.forge(2, (c) => Object.assign(c, { previousDigestSignature: '00'.repeat(256) })),
  },
  {
    name: 'link: no previous signature',
    verdict: tampered,
    awscliPasses: true,
    said: digest('previous-signature'),
    apply: (t) => t.forge(2, (c) => Object.assign(c, { previousDigestSignature: null })),
  },
  {
    name: 'link: skips a digest',
    verdict: tampered,
    awscliPasses: true,
    said: digest('skips-a-digest', 4),
    apply: (t) => t.forge(4, (c) => pointTo(t, c, 2)),
  },
  {
    name: 'link: skips a digest that was removed',
    verdict: tampered,
    awscliPasses: true,
    said: digest('times-do-not-join', 4),
    apply: (t) => {
      t.forge(4, (c) => pointTo(t, c, 2));
      t.objects.delete(t.digest(3));
    },
  },
  {
    name: 'link: skips a digest, and begins where the other one ends',
    verdict: tampered,
    awscliPasses: true,
    said: digest('skips-a-digest', 4),
    apply: (t) =>
      t.forge(4, (c) => {
        pointTo(t, c, 2);
        c.digestStartTime = iso(first + 3 * hour);
      }),
  },
  {
    name: 'link: points to itself',
    verdict: tampered,
    said: digest('times-do-not-join', 4),
    awscliPasses: true,
    apply: (t) => t.forge(4, (c) => Object.assign(c, { previousDigestS3Object: c.digestS3Object })),
  },
  {
    name: 'link: points to what never was',
    verdict: tampered,
    said: (t) => ({ [t.digest(3).replace('T040131Z', 'T033131Z')]: 'missing' }),
    apply: (t) => t.forge(4, (c) => Object.assign(c, { previousDigestS3Object: t.digest(3).replace('T040131Z', 'T033131Z') })),
  },
  {
    name: 'link: cut off without a pause in time',
    verdict: tampered,
    awscliPasses: true,
    said: digest('not-linked', 4),
    apply: (t) =>
      t.forge(4, (c) =>
        Object.assign(c, Object.fromEntries(Object.keys(c).flatMap((name) => (name.startsWith('previous') ? [[name, null]] : [])))),
      ),
  },
  {
    name: 'link: begins before the other one ends',
    verdict: tampered,
    awscliPasses: true,
    said: digest('times-do-not-join', 4),
    apply: (t) => t.forge(4, (c) => Object.assign(c, { digestStartTime: iso(first + 3 * hour + 60) })),
  },
  {
    name: 'link: begins after the other one ends',
    verdict: tampered,
    awscliPasses: true,
    said: digest('times-do-not-join', 4),
    apply: (t) => t.forge(4, (c) => Object.assign(c, { digestStartTime: iso(first + 4 * hour + 60) })),
  },
  {
    name: 'digest: of another account',
    verdict: tampered,
    awscliPasses: true,
    said: digest('other-account'),
    apply: (t) => t.forge(2, (c) => Object.assign(c, { awsAccountId: '444455556666' })),
  },
  {
    name: 'digest: ends before it begins',
    verdict: tampered,
    awscliPasses: true,
    said: digest('times'),
    apply: (t) => t.forge(2, (c) => Object.assign(c, { digestStartTime: iso(first + 9 * hour) })),
  },
  {
    name: 'digest: a log file of another account in it',
    verdict: tampered,
    awscliPasses: true,
    apply: (t) => {
      const key = t.log(2).replaceAll('111122223333', '444455556666');
      t.objects.set(key, { ...t.object(t.log(2)) });
      t.forge(2, ({ logFiles }) => {
        if (logFiles[0]) logFiles[0].s3Object = key;
      });
      t.objects.delete(t.log(2));
    },
  },
];

function pointTo(trail: Trail, content: DigestContent, index: number): void {
  const next = trail.content(index + 1);
  content.previousDigestS3Object = next.previousDigestS3Object;
  content.previousDigestHashValue = next.previousDigestHashValue;
  content.previousDigestSignature = next.previousDigestSignature;
}
