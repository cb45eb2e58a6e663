import type { DigestChain, DigestVerdict, Integrity, IntegrityCounts, UnnamedLog } from '../../core/integrity.ts';
import { unproven } from '../../core/integrity.ts';
import { msPerHour } from '../../core/time.ts';
import type { KeyRange, TrailPublicKey } from '../public-keys.ts';
import { checkDigest } from './check.ts';
import { parseDigest } from './digest.ts';
import { type Entry, endOf, generatedAt, isValid, type Metadata, placeOf, startOf } from './entry.ts';
import { gapsOf, logGaps } from './gaps.ts';
import { digestKey, logKey } from './keys.ts';
import { chainsOf, linkChains, type MissingDigest } from './links.ts';
import { judgeLogs, type LogFact } from './logs.ts';
import { coverageOf, placesOf, type Window } from './places.ts';
import { plantedIn } from './planted.ts';
import { demandRoot } from './roots.ts';
import { type PlacedControl, witnessed } from './witnesses.ts';

export interface Asked {
  /** The window that must be covered, ISO 8601, half-open; without it each account and region from its oldest to its newest object. */
  readonly from?: string;
  readonly to?: string;
  /**
   * The window is one of events, and these are delivered so many milliseconds later: the digests must reach as far past its end. Absent: it
   * is one of deliveries.
   */
  readonly delivery?: number;
  /**
   * Until when digests are judged beyond the window: CloudTrail retries delivery for 30 days, so that what happened in the window may lie
   * after it. Absent: an hour.
   */
  readonly reach?: string;
  /** Accounts and regions that must be there. */
  readonly expected?: readonly { readonly account: string; readonly region: string }[];
}

/**
 * Holds log files against CloudTrail's digests. Objects are added in any order, as they are read; what is kept of each is its name and hash,
 * so that memory goes with their number, not with their size.
 */
export class DigestVerifier {
  readonly #asked: Asked;
  readonly #window: Window;
  readonly #reach: number;
  /** Log files that what was asked rests on, wherever they lie. */
  readonly #relied = new Set<string>();
  readonly #entries = new Map<string, Entry>();
  readonly #named = new Set<string>();
  readonly #logs = new Map<string, LogFact>();
  readonly #controls: PlacedControl[] = [];

  constructor(asked: Asked = {}) {
    this.#asked = asked;
    this.#window = { from: timeOf(asked.from), to: timeOf(asked.to), delivery: asked.delivery ?? 0 };
    this.#reach = timeOf(asked.reach) ?? (this.#window.to ?? Number.POSITIVE_INFINITY) + msPerHour;
  }

  /**
   * @param content the object's bytes as stored; `undefined`: it could not be read
   * @param metadata S3's user metadata; `undefined`: none at hand
   * @param bucket that it was read from; `undefined`: a local copy
   */
  addDigest(key: string, content: Buffer | undefined, metadata: Metadata | undefined, bucket?: string): void {
    const parsed = content ? parseDigest(content) : ({ fault: 'unreadable' } as const);
    const entry: Entry = {
      key,
      id: digestKey(key),
      bucket,
      parsed,
      metadata,
      fault: 'no-signature',
      linkFault: undefined,
      signature: undefined,
    };
    this.#entries.set(key, entry);
    if ('fault' in parsed || !this.#concerns(parsed.start, parsed.end)) return;
    for (const log of parsed.logs) this.#named.add(placeOf(entry, parsed, log.key));
  }

  /** @param relied must it be proven, although it was delivered outside the window? */
  addLog(key: string, fact: LogFact, relied = false): void {
    this.#logs.set(key, fact);
    if (relied) this.#relied.add(key);
  }

  /** A record that may say why a chain starts anew. */
  addControl(control: PlacedControl): void {
    this.#controls.push(control);
  }

  /** Does this digest matter for the window? Newer ones do: the chain is followed from the newest one that is there. */
  wantsDigest(key: string): boolean {
    const end = digestKey(key)?.end;
    return end === undefined || this.#window.from === undefined || end >= this.#window.from - 2 * msPerHour;
  }

  /** Must this log file be read? As far as is known from the digests so far: one that names it for the window, or the time in its name. */
  wantsLog(key: string): boolean {
    return this.isNamed(key) || this.#isInWindow(logKey(key)?.minute);
  }

  /** Does a digest that was added so far name it for the window? Such an object is to be hashed wherever it lies. */
  isNamed(key: string): boolean {
    return this.#named.has(key);
  }

  /** When digests of each region were signed: what to ask ListPublicKeys for. */
  keyRanges(): KeyRange[] {
    const ranges = new Map<string, { region: string; from: number; to: number }>();
    for (const { id, parsed, metadata } of this.#entries.values()) {
      if (!id || 'fault' in parsed) continue;
      const made = id.backfill && metadata ? generatedAt(metadata) : undefined;
      const [from, to] = made === undefined ? [id.end - msPerHour, id.end + 2 * msPerHour] : [made - msPerHour, made + msPerHour];
      const range = ranges.get(id.region);
      ranges.set(id.region, { region: id.region, from: Math.min(from, range?.from ?? from), to: Math.max(to, range?.to ?? to) });
    }
    return [...ranges.values()].sort((a, b) => (a.region < b.region ? -1 : 1));
  }

  /** @throws SourceError where the digests are a copy that nothing can be held against */
  finish(keys: readonly TrailPublicKey[]): Integrity {
    this.#check(keys);
    const entries = [...this.#entries.values()];
    demandRoot(entries);
    const { verdicts: logs, bad } = judgeLogs(entries, this.#logs, ({ parsed }) => this.#concerns(parsed.start, parsed.end));
    const controls = this.#controls.filter(({ object }) => logs.get(object) === 'valid');
    const recorded = controls.map(({ control }) => control);
    const missing = linkChains(this.#entries, recorded).filter((each) => this.#isOwed(each));
    const digests = this.#verdicts(entries, missing);
    const places = placesOf(entries, this.#logs.keys(), this.#window, this.#asked.expected ?? []);
    const unnamed = this.#unnamed(logs);
    const known = { missing: new Set(missing.map(({ key }) => key)), witnesses: witnessed(entries, controls) };
    const judged = places.map((place) => ({ ...place, ...gapsOf(place, known) }));
    const gaps = judged.flatMap((place) => {
      const own = bad.filter(({ by }) => by.id.account === place.account && by.id.region === place.region);
      return [...place.gaps, ...logGaps(place, own)].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
    });
    const isTampered = (verdict: string) => verdict !== 'valid' && !unproven.has(verdict as DigestVerdict);
    const tampered =
      [...digests.values()].some(isTampered) || [...logs.values()].some(isTampered) || unnamed.some(({ planted }) => planted);
    const proven =
      gaps.length === 0 && unnamed.length === 0 && [...digests.values(), ...logs.values()].every((verdict) => verdict === 'valid');
    return {
      verdict: tampered ? 'tampered' : proven ? 'valid' : 'gap',
      window: { from: this.#asked.from ?? null, to: this.#asked.to ?? null },
      delivery: this.#window.delivery,
      digests,
      logs: new Map([...logs].sort(byKey)),
      unnamed,
      gaps,
      chains: this.#chains(digests, missing),
      coverage: judged.map(coverageOf),
      keyFingerprints: [...new Set(entries.filter(isValid).map(({ parsed }) => parsed.fingerprint))].sort(),
      counts: this.#counts(logs, unnamed),
    };
  }

  #check(keys: readonly TrailPublicKey[]): void {
    const handedDown = new Map<string, string[]>();
    for (const entry of this.#entries.values()) {
      if ('fault' in entry.parsed) continue;
      const { previous, previousSignature } = entry.parsed;
      if (previous.object === null || previousSignature === null) continue;
      const target = placeOf(entry, entry.parsed, previous.object);
      handedDown.set(target, [...(handedDown.get(target) ?? []), previousSignature].slice(0, handedDownAtMost));
    }
    for (const entry of this.#entries.values()) {
      const checked = checkDigest(entry, handedDown.get(entry.key) ?? [], keys);
      entry.fault = 'fault' in checked ? checked.fault : undefined;
      entry.signature = 'signature' in checked ? checked.signature : undefined;
      entry.linkFault = undefined;
    }
  }

  /** In the window, or of the time after it in which what happened in it may have been delivered. */
  #concerns(start: number, end: number): boolean {
    const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = this.#window;
    return end >= from && (start < to || end <= this.#reach);
  }

  #isInWindow(time: number | undefined): boolean {
    const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = this.#window;
    return time === undefined || (time >= from && time < to);
  }

  /** Of what lies before the window, nothing is asked. */
  #isOwed({ by, end }: MissingDigest): boolean {
    const { from } = this.#window;
    const oldest = from ?? this.#oldest(by.id.chain);
    return end > oldest && this.#concerns(end - msPerHour, end);
  }

  /** Without a window, a chain starts with the oldest digest that is there: where the copy was begun, nobody can tell. */
  #oldest(chain: string): number {
    let oldest = Number.POSITIVE_INFINITY;
    for (const entry of this.#entries.values()) if (entry.id?.chain === chain) oldest = Math.min(oldest, startOf(entry));
    return oldest;
  }

  #verdicts(entries: readonly Entry[], missing: readonly MissingDigest[]): Map<string, DigestVerdict> {
    const verdicts = missing.map(({ key }): [string, DigestVerdict] => [key, 'missing']);
    for (const entry of entries) {
      if (!this.#concerns(startOf(entry), endOf(entry)) && entry.id) continue;
      verdicts.push([entry.key, entry.fault ?? entry.linkFault ?? 'valid']);
    }
    return new Map(verdicts.sort(byKey));
  }

  #unnamed(verdicts: ReadonlyMap<string, unknown>): UnnamedLog[] {
    const isPlanted = plantedIn(this.#entries.values());
    const unnamed: UnnamedLog[] = [];
    for (const [key, fact] of this.#logs) {
      if (verdicts.has(key)) continue;
      const log = logKey(key);
      // Outside the folders of log files, what could not be looked into may be anything: it is not verified.
      if (!log && 'fault' in fact && fact.fault === 'unreadable') continue;
      const planted = log !== undefined && isPlanted(log);
      if (planted || this.#relied.has(key) || this.#isInWindow(log?.minute)) unnamed.push({ key, planted });
    }
    return unnamed.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  #chains(verdicts: ReadonlyMap<string, DigestVerdict>, missing: readonly MissingDigest[]): DigestChain[] {
    const chains = chainsOf(this.#entries.values()).flatMap((chain): DigestChain[] => {
      const judged = chain.filter(({ key }) => verdicts.has(key));
      const [newest, oldest] = [judged[0], judged.at(-1)];
      if (!newest?.id || !oldest) return [];
      const { account, region, trail, backfill, chain: id } = newest.id;
      const valid = judged.filter(isValid).length;
      return [
        {
          account,
          region,
          trail,
          backfill,
          first: oldest.key,
          last: newest.key,
          valid,
          invalid: judged.length - valid,
          missing: missing.filter(({ by }) => by.id.chain === id).length,
        },
      ];
    });
    return chains.sort((a, b) => (a.first < b.first ? -1 : 1));
  }

  #counts(logs: Integrity['logs'], unnamed: readonly UnnamedLog[]): IntegrityCounts {
    const counts = { valid: 0, invalid: 0, notVerified: 0, missing: 0 };
    for (const [key, verdict] of logs) {
      if (!this.#logs.has(key)) counts.missing++;
      else if (verdict === 'valid') counts.valid++;
      else if (unproven.has(verdict)) counts.notVerified++;
      else counts.invalid++;
    }
    const judged = counts.valid + counts.invalid + counts.notVerified + unnamed.length;
    return {
      logsListed: this.#logs.size,
      logsValid: counts.valid,
      logsInvalid: counts.invalid,
      logsUnnamed: unnamed.length,
      logsNotVerified: counts.notVerified + this.#logs.size - judged,
      logsMissing: counts.missing,
      digestsListed: this.#entries.size,
    };
  }
}

/** One digest follows another; whoever writes more that claim to only makes work. */
const handedDownAtMost = 4;

function timeOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text);
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
