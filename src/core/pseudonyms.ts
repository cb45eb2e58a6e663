/** Names in place of names: the same for the same value and key, in every file and every run. */

export const redactable = ['accounts', 'actors', 'names', 'ips'] as const;
export type Redactable = (typeof redactable)[number];

/** What a pseudonym stands for; `agent` goes with `ip`, since both tell where a request came from. */
export type PseudonymKind = 'account' | 'actor' | 'name' | 'ip' | 'agent';

const kindsOf: Readonly<Record<Redactable, readonly PseudonymKind[]>> = {
  accounts: ['account'],
  actors: ['actor'],
  names: ['name'],
  ips: ['ip', 'agent'],
};

/** What was replaced, how, and how often: part of the evidence. */
export interface Redaction {
  readonly method: 'HMAC-SHA256';
  /** Tells whether two runs have the same key, and nothing else of it. */
  readonly keyId: string;
  readonly what: readonly Redactable[];
  /** Distinct values that were replaced, by kind. */
  readonly replaced: Readonly<Partial<Record<PseudonymKind, number>>>;
}

/** A keyed hash (HMAC-SHA256), hex. The key never comes here. */
export type KeyedHash = (text: string) => string;

/** AWS's own principals and addresses tell of no person: `sagemaker.amazonaws.com`, `AWS Internal`. */
const ofAws = /^(?:[a-z0-9-]+\.)+amazonaws\.com(?:\.cn)?$|^AWS Internal$|^unknown$|^$/;

export class Pseudonyms {
  readonly kinds: ReadonlySet<PseudonymKind>;
  readonly #hash: KeyedHash;
  readonly #given = new Map<string, string>();
  readonly #counts = new Map<PseudonymKind, number>();
  /** Account by its pseudonym: 12 digits can collide, and two accounts must not become one. */
  readonly #accounts = new Map<string, string>();
  /** Words that must not be left in free text, with what stands for them. */
  readonly words = new Map<string, string>();

  constructor(what: readonly Redactable[], hash: KeyedHash) {
    this.kinds = new Set(what.flatMap((name) => kindsOf[name]));
    this.#hash = hash;
  }

  /** Distinct values that were replaced. */
  counts(): Partial<Record<PseudonymKind, number>> {
    return Object.fromEntries([...this.kinds].map((kind) => [kind, this.#counts.get(kind) ?? 0]));
  }

  of(kind: PseudonymKind, value: string): string {
    if (!this.kinds.has(kind) || ofAws.test(value)) return value;
    // SageMaker's names differ by more than case, and its ARNs have them in lower case.
    const canonical = kind === 'name' ? value.toLowerCase() : value;
    const id = `${kind}\0${canonical}`;
    const before = this.#given.get(id);
    if (before !== undefined) return before;
    const pseudonym = kind === 'account' ? this.#account(value, id) : `${kind}-${this.#hash(id).slice(0, 16)}`;
    this.#given.set(id, pseudonym);
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    for (const word of kind === 'account' ? [] : wordsOf(value)) this.words.set(word.toLowerCase(), pseudonym);
    return pseudonym;
  }

  isKnown(account: string): boolean {
    return this.#given.has(`account\0${account}`);
  }

  /** Twelve digits, so that keys, ARNs and formats that hold an account id stay well formed. */
  #account(value: string, id: string): string {
    const number = BigInt(`0x${this.#hash(id).slice(0, 30)}`) % 1_000_000_000_000n;
    const pseudonym = String(number).padStart(12, '0');
    if ((this.#accounts.get(pseudonym) ?? value) !== value) throw new Error('two accounts have the same pseudonym: take another key');
    this.#accounts.set(pseudonym, value);
    return pseudonym;
  }
}

/** A value, and of an ARN also what it names: role, session and user stand alone in other places. */
function wordsOf(value: string): string[] {
  const arn = /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(.+)$/s.exec(value)?.[1];
  const parts = arn === undefined ? [] : arn.split('/').slice(1);
  return [value, ...parts].filter((word) => word.length >= 3);
}
