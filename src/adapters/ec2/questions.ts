import type { NetworkProblem } from '../../core/network.ts';
import type { Placed } from '../placed-clients.ts';
import type { Answer, Ec2, Input, Operation } from './ask.ts';
import { type Why, whyOf } from './problems.ts';

/** Values of one filter, at most (EC2 User Guide, "List and filter your resources"). */
const filterValues = 200;

/** No answer that we ask for is longer; a token that never ends is no reason to go on for ever. */
const mostPages = 1000;

/** Items as far as they were answered; `missed`: ids of which nothing is known. */
export interface Found<T> {
  readonly items: readonly T[];
  readonly missed: ReadonlySet<string>;
}

/** Questions to EC2 in one place. What is not answered is a problem, never an error; only bugs reject. */
export class Questions {
  readonly place: Placed;
  readonly #clientFor: (place: Placed) => Promise<Ec2>;
  readonly #signal: AbortSignal | undefined;
  readonly #over: Promise<never> | undefined;
  readonly #problems = new Map<string, { readonly action: string; readonly why: Why; readonly ids: Set<string> }>();

  constructor(place: Placed, clientFor: (place: Placed) => Promise<Ec2>, signal?: AbortSignal) {
    this.place = place;
    this.#clientFor = clientFor;
    this.#signal = signal;
    this.#over = signal && overAt(signal);
  }

  /** The same questions in another account. */
  in(account: string): Questions {
    return new Questions({ ...this.place, account }, this.#clientFor, this.#signal);
  }

  get problems(): NetworkProblem[] {
    return [...this.#problems.values()].map(({ action, why, ids }) => ({ ...this.place, action, why, ids: [...ids].sort() }));
  }

  problem(action: string, why: Why, ids: Iterable<string>): void {
    const key = `${action} ${why}`;
    const problem = this.#problems.get(key) ?? { action, why, ids: new Set<string>() };
    for (const id of ids) problem.ids.add(id);
    this.#problems.set(key, problem);
  }

  /** One answer; `undefined`: there was none. */
  async one<O extends Operation>(operation: O, input: Input, ids: readonly string[]): Promise<Answer<O> | undefined> {
    try {
      return await this.#send(operation, input);
    } catch (error) {
      this.problem(`ec2:${operation}`, whyOf(error), ids);
      return undefined;
    }
  }

  /** Every page; `undefined`: not all of them were answered, and nothing may be concluded from the rest. */
  async all<O extends Operation, T>(
    operation: O,
    input: Input,
    itemsOf: (answer: Answer<O>) => readonly T[] | undefined,
    ids: readonly string[],
  ): Promise<T[] | undefined> {
    const items: T[] = [];
    let token: string | undefined;
    for (let page = 0; page < mostPages; page++) {
      const answer = await this.one(operation, { ...input, ...(token && { NextToken: token }) }, ids);
      if (!answer) return undefined;
      items.push(...(itemsOf(answer) ?? []));
      token = (answer as { readonly NextToken?: string }).NextToken;
      if (!token) return items;
    }
    this.problem(`ec2:${operation}`, 'opaque', ids);
    return undefined;
  }

  /** By a filter and not by id parameters: one that is not there would be an error, and take the others with it. */
  async byIds<O extends Operation, T>(
    operation: O,
    filter: string,
    ids: readonly string[],
    itemsOf: (answer: Answer<O>) => readonly T[] | undefined,
  ): Promise<Found<T>> {
    const items: T[] = [];
    const missed = new Set<string>();
    // The parameter has another name there, for whatever reason.
    const filters = operation === 'DescribeFlowLogs' ? 'Filter' : 'Filters';
    for (let from = 0; from < ids.length; from += filterValues) {
      const some = ids.slice(from, from + filterValues);
      const more = operation === 'DescribeInstanceTypeOfferings' ? { LocationType: 'availability-zone-id' } : {};
      const found = await this.all(operation, { [filters]: [{ Name: filter, Values: some }], ...more }, itemsOf, some);
      if (found) items.push(...found);
      else for (const id of some) missed.add(id);
    }
    return { items, missed };
  }

  async #send<O extends Operation>(operation: O, input: Input): Promise<Answer<O>> {
    const sent = this.#clientFor(this.place).then((client) => client.ask(operation, input, this.#signal));
    return this.#over ? Promise.race([sent, this.#over]) : sent;
  }
}

/** Rejects when time is up. The signal ends a request; it does not end the SDK's wait for credentials. */
function overAt(signal: AbortSignal): Promise<never> {
  const over = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(Object.assign(new Error('out of time'), { name: 'AbortError' })), { once: true });
  });
  over.catch(() => {});
  return over;
}
