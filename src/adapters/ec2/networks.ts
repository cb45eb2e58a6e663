import type { NetworkDirectory } from '../../app/network-snapshot.ts';
import type { Networks } from '../../app/ports.ts';
import type { Placed } from '../placed-clients.ts';
import type { Ec2 } from './ask.ts';
import { namesBy } from './directory.ts';
import { PlaceFacts } from './place.ts';
import { Questions } from './questions.ts';

export { ec2 } from './ask.ts';

export interface Asking {
  readonly clientFor: (place: Placed) => Promise<Ec2>;
  /** For all calls of one question, in milliseconds. */
  readonly within: number | undefined;
}

/** @param keepFor how long facts are good for, in milliseconds */
export function networksBy(asking: Asking, { now, keepFor }: { readonly now: () => number; readonly keepFor: number }): Networks {
  const places = new Map<string, PlaceFacts>();
  return {
    async factsOf(place, needs) {
      const key = `${place.account} ${place.region}`;
      const held = places.get(key) ?? new PlaceFacts({ questions: () => questionsIn(place, asking), now, keepFor });
      places.set(key, held);
      return held.factsOf(needs);
    },
  };
}

export function directoryBy(asking: Asking): NetworkDirectory {
  return { namesIn: (place, only) => namesBy(questionsIn(place, asking), only) };
}

function questionsIn(place: Placed, { clientFor, within }: Asking): Questions {
  return new Questions(place, clientFor, within === undefined ? undefined : AbortSignal.timeout(within));
}
