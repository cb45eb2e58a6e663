import { backfills } from './backfills.ts';
import { digests } from './digests.ts';
import { links } from './links.ts';
import { logs } from './logs.ts';
import { seconds } from './seconds.ts';
import { signatures } from './signatures.ts';
import type { Tampering } from './tampering.ts';
import { Trail } from './trail.ts';

export const tamperings: readonly Tampering[] = [...logs, ...digests, ...signatures, ...links, ...backfills, ...seconds];

export function tamper({ options, apply }: Tampering): Trail {
  const trail = new Trail(options);
  apply(trail);
  return trail;
}
