import type { Change, Lifecycle } from '../change.ts';
import { sameResourceWithin } from '../decide.ts';
import { eventRef } from '../event-ref.ts';
import type { ResourceType } from '../resources/types.ts';
import { creates, isSame } from './explain.ts';
import { Index, keysOf, keysOfRecord } from './keys.ts';
import type { Existing, ListedType, Namesake, Outcome } from './model.ts';
import { type Reach, Silences } from './silence.ts';

/** The service removes them by itself: idle shutdown of Studio's apps (API reference, AppLifecycleManagement; kept for 24 hours). */
const endsByItself: ReadonlySet<ResourceType> = new Set<ResourceType>(['App']);

export interface Became extends Reach {
  readonly changes: readonly Change[];
  readonly lifecycle: readonly Lifecycle[];
  readonly existing: readonly Existing[];
  readonly listed: readonly ListedType[];
}

/** What became of what a record created. */
export class Fates {
  readonly #existing: Index<Existing>;
  readonly #creates: Index<Change>;
  readonly #deletes: Index<Lifecycle>;
  readonly #listed: ReadonlyMap<string, ListedType>;
  readonly #silences: Silences;

  constructor(input: Became) {
    this.#existing = new Index(input.existing, keysOf);
    this.#creates = new Index(input.changes.filter(creates), keysOfRecord);
    this.#deletes = new Index(
      input.lifecycle.filter(({ effect }) => effect === 'delete'),
      keysOfRecord,
    );
    this.#listed = new Map(input.listed.map((each) => [placeOf(each, each.type), each]));
    this.#silences = new Silences(input);
  }

  of(record: Change): Outcome {
    const keys = keysOfRecord(record);
    const at = Date.parse(record.eventTime);
    const namesakes = this.#existing.at(keys);
    if (namesakes.some((each) => isSame(record, each))) return { kind: 'exists' };
    const deletion = this.#deletion(keys, at);
    const namesake = later(namesakes, at);
    if (deletion) return { kind: 'deleted', by: eventRef(deletion), namesake };
    const listing = this.#listed.get(placeOf(record, record.resource.type));
    if (keys.length === 0) return { kind: 'not-asked', why: 'no-name' };
    if (!listing) return { kind: 'not-asked', why: 'type-not-listed' };
    // The service's own time may be a little before or after the record's.
    if (listing.since !== null && at < Date.parse(listing.since) + sameResourceWithin)
      return { kind: 'not-asked', why: 'created-before-since' };
    if (at + sameResourceWithin > Date.parse(listing.at)) return { kind: 'not-asked', why: 'created-after-listing' };
    if (namesakes.some(({ creationTime }) => creationTime === null)) return { kind: 'not-asked', why: 'no-creation-time' };
    if (endsByItself.has(record.resource.type)) return { kind: 'ended-by-itself', namesake };
    return this.#gone(record, at, Date.parse(listing.at), namesake);
  }

  #gone(record: Change, at: number, listedAt: number, namesake: Namesake | null): Outcome {
    const silence = this.#silences.at(record, at, listedAt) ?? null;
    if (silence) return { kind: 'gone', cause: silence.cause, silence, namesake };
    const cause = this.#silences.reaches(listedAt) ? 'no-deletion-record' : 'deletion-after-period';
    return { kind: 'gone', cause, silence: null, namesake };
  }

  /** The first deletion after it, and before a namesake was created. Of one second, the deletion was of what was there before. */
  #deletion(keys: readonly string[], at: number): Lifecycle | undefined {
    const next = Math.min(
      ...this.#creates
        .at(keys)
        .map(({ eventTime }) => Date.parse(eventTime))
        .filter((time) => time > at),
    );
    const hadNamesake = this.#creates.at(keys).some(({ eventTime }) => Date.parse(eventTime) < at);
    return this.#deletes
      .at(keys)
      .filter(({ eventTime }) => {
        const time = Date.parse(eventTime);
        return (time > at || (time === at && !hadNamesake)) && time <= next;
      })
      .sort((a, b) => Date.parse(a.eventTime) - Date.parse(b.eventTime))[0];
  }
}

function later(namesakes: readonly Existing[], at: number): Namesake | null {
  for (const { creationTime } of namesakes)
    if (creationTime !== null && Date.parse(creationTime) > at + sameResourceWithin) return { creationTime };
  return null;
}

function placeOf({ account, region }: { readonly account: string; readonly region: string }, type: ResourceType): string {
  return `${account} ${region} ${type}`;
}
