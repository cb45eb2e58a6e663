import { digest, type Tampering, tampered } from './tampering.ts';
import type { Trail } from './trail.ts';

export const signatures: readonly Tampering[] = [
  {
    name: 'signature: removed',
    verdict: tampered,
    said: digest('signature-removed'),
    apply: (t) => void Reflect.deleteProperty(t.object(t.digest(2)).metadata, 'signature'),
  },
  {
    name: 'signature: the name of its algorithm removed',
    verdict: tampered,
    said: digest('signature-removed'),
    apply: (t) => void Reflect.deleteProperty(t.object(t.digest(2)).metadata, 'signature-algorithm'),
  },
  {
    name: 'signature: of another digest',
    verdict: tampered,
    said: digest('signature'),
    apply: (t) => resigned(t, t.object(t.digest(4)).metadata.signature),
  },
  {
    name: 'signature: a digit changed',
    verdict: tampered,
    said: digest('signature'),
    apply: (t) => resigned(t, `00${t.object(t.digest(2)).metadata.signature?.slice(2)}`),
  },
  {
    name: 'signature: cut',
    verdict: tampered,
    said: digest('signature'),
    apply: (t) => resigned(t, t.object(t.digest(2)).metadata.signature?.slice(0, -2)),
  },
  {
    name: 'signature: not hexadecimal',
    verdict: tampered,
    said: digest('signature'),
    apply: (t) => resigned(t, 'constructor'),
  },
  {
    name: 'signature: SHA-1 under the name of SHA-256',
    verdict: tampered,
    awscliPasses: true,
    said: digest('signature', 7),
    apply: (t) => t.sign(7, t.content(7), undefined, 'sha1'),
  },
  {
    name: 'signature: SHA-1, and said so',
    verdict: tampered,
    awscliPasses: true,
    said: digest('signature-algorithm', 7),
    apply: (t) => {
      t.sign(7, { ...t.content(7), digestSignatureAlgorithm: 'SHA1withRSA' }, undefined, 'sha1');
      t.object(t.digest(7)).metadata['signature-algorithm'] = 'SHA1withRSA';
    },
  },
];

function resigned(trail: Trail, signature: string | undefined): void {
  Object.assign(trail.object(trail.digest(2)).metadata, { signature });
}
