import type { Gap, Span } from '../core/coverage.ts';
import type { DigestSummary } from '../core/evidence/reading.ts';
import type { Integrity } from '../core/integrity.ts';
import { iso } from '../trail/digests/keys.ts';

/** What the evidence keeps of a verification: the figures, the chains, and whatever is not valid. */
export function digestSummary(integrity: Integrity): DigestSummary {
  const { verdict, window, chains, coverage, keyFingerprints, counts } = integrity;
  return {
    verdict,
    window,
    counts,
    chains,
    coverage,
    unnamed: integrity.unnamed.map(({ key, planted }) => ({ object: key, planted })),
    notValid: [...notValid(integrity.digests, 'digest'), ...notValid(integrity.logs, 'log')],
    keyFingerprints,
  };
}

type NotValid = DigestSummary['notValid'][number];

function notValid<K extends NotValid['kind']>(verdicts: ReadonlyMap<string, 'valid' | NotValid['fault']>, kind: K): NotValid[] {
  return [...verdicts].flatMap(([object, fault]) => (fault === 'valid' ? [] : [{ object, kind, fault }]));
}

export function verifiedSpans({ coverage }: Integrity): Span[] {
  return coverage.flatMap(({ account, region, covered }) => covered.map(({ from, to }) => ({ account, region, from, to })));
}

/** By the time of the events: what was delivered in a gap may have happened a little before it. */
export function digestGaps({ gaps, delivery }: Integrity): Gap[] {
  return gaps.map(({ from, object, ...gap }) => ({ ...gap, from: iso(Date.parse(from) - delivery), source: object ?? null }));
}
