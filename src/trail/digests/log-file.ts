import { createHash } from 'node:crypto';
import type { TrailControl } from '../../core/change.ts';
import { isObject, parseJson } from '../../core/json.ts';
import { read } from '../../core/read.ts';
import { recordsIn } from '../../core/record.ts';
import { maxObjectBytes } from '../limits.ts';
import type { LogFact } from './logs.ts';
import { soleMember } from './member.ts';

export interface HashedLog {
  readonly fact: LogFact;
  /** Records of log control: they may say why a chain of digests starts anew. */
  readonly controls: readonly TrailControl[];
}

/** CloudTrail writes one spelling of these; every other file is hashed and not parsed. */
const control = ['Logging"', 'Trail"'];

export function hashLog(bytes: Buffer): HashedLog {
  const member = soleMember(bytes, maxObjectBytes);
  if ('fault' in member) return { fact: { fault: member.fault }, controls: [] };
  const { plain } = member;
  const fact = { sha256: createHash('sha256').update(plain).digest('hex') };
  return { fact, controls: control.some((text) => plain.includes(text)) ? controlsIn(plain) : [] };
}

function controlsIn(plain: Buffer): TrailControl[] {
  const document = parseJson(plain.toString('utf8'));
  if (!isObject(document)) return [];
  return [...recordsIn(document)].map(read).flatMap((reading) => (reading.kind === 'trail-control' ? [reading.control] : []));
}
