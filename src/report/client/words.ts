import { classWords } from '../sentences.ts';
import type { FacetName, SortName } from './state.ts';

export const facetWords: Readonly<Record<FacetName, string>> = {
  class: 'Class',
  verdict: 'Rule verdict',
  account: 'Account',
  region: 'Region',
  eventName: 'Operation',
  resourceType: 'Resource type',
  actor: 'Actor',
};

export const columnWords: Readonly<Record<SortName, string>> = {
  class: 'Class',
  eventTime: 'When (UTC)',
  eventName: 'Operation',
  resourceName: 'Resource',
  actor: 'Who',
  reason: 'Reason',
  account: 'Account',
  region: 'Region',
  resourceType: 'Type',
};

export function classWord(name: string): string {
  return name in classWords ? classWords[name as keyof typeof classWords] : name;
}

/** What tells actors apart: of an ARN, what follows the account. */
export function shortActor(actor: string): string {
  return /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(.+)$/s.exec(actor)?.[1] ?? actor;
}
