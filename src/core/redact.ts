import type { Evidence } from './evidence/model.ts';
import type { PopulationRow } from './evidence/population.ts';
import { isObject } from './json.ts';
import { KnownWords, piecesOf } from './known-words.ts';
import type { Exemption } from './policy.ts';
import { type KeyedHash, Pseudonyms, type Redactable, redactable } from './pseudonyms.ts';

/**
 * Evidence and population with pseudonyms in place of who, where from and what it was called, before any reporter sees them.
 *
 * Left as they are: event ids, and `recordSha256` and the record's place, by which whoever has the trail can find the record again
 * and re-perform the judgement (only the account in the place is replaced, where accounts are); ids of subnets, security groups and VPCs; AWS's own service names.
 */
export class Redactor {
  readonly #pseudonyms: Pseudonyms;
  readonly #what: readonly Redactable[];
  readonly #keyId: string;
  /** Complete once everything was read. */
  #known = new KnownWords([]);
  #exemptionIds: ReadonlyMap<string, string> = new Map();

  constructor(what: readonly Redactable[], hash: KeyedHash) {
    this.#what = redactable.filter((name) => what.includes(name));
    this.#pseudonyms = new Pseudonyms(this.#what, hash);
    this.#keyId = hash('key id').slice(0, 16);
  }

  /** Twice: the first pass learns the words that the second must not leave in free text. */
  redact(evidence: Evidence, rows: readonly PopulationRow[]): { readonly evidence: Evidence; readonly rows: readonly PopulationRow[] } {
    this.#value(evidence, []);
    for (const row of rows) this.#row(row);
    const pieces = evidence.exemptions.flatMap(({ match }) => this.#pieces(match));
    this.#known = new KnownWords([...pieces, ...this.#pseudonyms.words]);
    this.#exemptionIds = new Map(evidence.exemptions.map(({ id }) => [id, this.#ofPolicy(id, false)]));
    const redacted = this.#value(evidence, []) as Evidence;
    return {
      rows: rows.map((row) => this.#row(row)),
      evidence: {
        ...redacted,
        redaction: { method: 'HMAC-SHA256', keyId: this.#keyId, what: this.#what, replaced: this.#pseudonyms.counts() },
      },
    };
  }

  /** After `redact`: any other value that goes with the run, every known word in it replaced. */
  other<T>(value: T): T {
    return mapStrings(value, (text) => this.#free(text)) as T;
  }

  #row(row: PopulationRow): PopulationRow {
    const posture = this.#value(row.posture, ['posture']) as PopulationRow['posture'];
    const places = Object.values(row.posture).flatMap((setting: readonly { at: string }[] | undefined) => setting ?? []);
    const reason = places.reduce((text, { at }) => (at === '' ? text : text.replaceAll(at, this.#place(at))), row.reason);
    return {
      ...row,
      account: this.#pseudonyms.of('account', row.account),
      resourceName: row.resourceName === null ? null : this.#name(row.resourceName),
      resourceArn: row.resourceArn === null ? null : this.#arn(row.resourceArn),
      actor: this.#actor(row.actor),
      sourceIp: this.#pseudonyms.of('ip', row.sourceIp),
      userAgent: this.#pseudonyms.of('agent', row.userAgent),
      posture,
      reason: this.#accounts(reason.replace(exemptionIn, (_, id: string) => `(exemption ${this.#exemptionId(id)}: `)),
      object: this.#object(row.object),
    };
  }

  /** @param path member names from the root, array indexes left out */
  #value(value: unknown, path: readonly string[]): unknown {
    if (typeof value === 'string') return this.#text(value, path);
    if (Array.isArray(value)) return value.map((element) => this.#value(element, path));
    if (!isObject(value)) return value;
    const counted = path.at(-1) === 'byAccount';
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        counted ? this.#pseudonyms.of('account', key) : key,
        this.#value(inner, [...path, key]),
      ]),
    );
  }

  #text(text: string, path: readonly string[]): string {
    const [holder = '', key = ''] = [path.at(-2), path.at(-1)];
    const named = this.#named(text, holder, key, path);
    if (named !== undefined) return named;
    if (path[0] === 'exemptions' && ofPolicy.has(key)) return this.#ofPolicy(text, true);
    if (verbatim.has(key) || (key === 'value' && holder !== 'tag')) return text;
    if (ownWords.has(key) || (key === 'what' && holder === 'limits') || path[0] === 'rules') return this.#accounts(text);
    return this.#free(text);
  }

  /** Members that hold what is replaced, and nothing else. */
  #named(text: string, holder: string, key: string, path: readonly string[]): string | undefined {
    if (holder === 'actor' && key !== 'type' && key !== 'accountId') return this.#actor(text);
    if (key === 'name') return namedThings.has(holder) ? this.#name(text) : undefined;
    if (key === 'value' && holder === 'tag' && path.at(-3) === 'match') return this.#name(text);
    if (key === 'value') return holder === 'arn' ? this.#arn(text) : undefined;
    if (key === 'id') return holder === 'exemption' || holder === 'exemptions' ? this.#exemptionId(text) : undefined;
    // Keys of digests, in which the trail is named: a place is left, so that it can be found again.
    if (holder === 'chains' && ['first', 'last', 'trail'].includes(key)) return this.#object(text);
    return this.#byKey[key]?.(text);
  }

  readonly #byKey: Readonly<Record<string, (text: string) => string>> = {
    account: (text) => this.#pseudonyms.of('account', text),
    accounts: (text) => this.#pseudonyms.of('account', text),
    accountId: (text) => this.#pseudonyms.of('account', text),
    resourceName: (text) => this.#name(text),
    trail: (text) => this.#name(text),
    resourceArn: (text) => this.#arn(text),
    principal: (text) => this.#actor(text),
    actor: (text) => this.#actor(text),
    approver: (text) => this.#actor(text),
    sourceIp: (text) => this.#pseudonyms.of('ip', text),
    userAgent: (text) => this.#pseudonyms.of('agent', text),
    object: (text) => this.#object(text),
    at: (text) => this.#place(text),
  };

  #name(name: string): string {
    return name.startsWith('arn:') ? this.#arn(name) : this.#accounts(this.#pseudonyms.of('name', name));
  }

  #actor(actor: string): string {
    return this.#accounts(this.#pseudonyms.of('actor', actor));
  }

  /** `arn:aws:sagemaker:eu-west-1:111122223333:model/x` keeps its form: each part behind the resource type is a name. */
  #arn(arn: string): string {
    const parts = /^(arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:)(\d{12})?:(?:([a-z-]+)([/:]))?(.+)$/s.exec(arn);
    if (!parts) return this.#accounts(this.#pseudonyms.of('name', arn));
    const [, head = '', account, type, separator, names = ''] = parts;
    const owner = account === undefined ? '' : this.#pseudonyms.of('account', account);
    const tail = names.split('/').map((name) => this.#pseudonyms.of('name', name));
    return `${head}${owner}:${type === undefined ? '' : `${type}${separator}`}${this.#accounts(tail.join('/'))}`;
  }

  /** In a key of a trail's archive every number of twelve digits is an account. */
  #object(key: string): string {
    return key.replace(accountId, (account) => this.#pseudonyms.of('account', account));
  }

  /** `InstanceGroups[workers].OverrideVpcConfig`: the group's name is the caller's. Up to the last bracket: a name can have one in it. */
  #place(at: string): string {
    return this.#free(at.replace(/\[(?!\d*\])(.*)\]/s, (_, name: string) => `[${this.#pseudonyms.of('name', name)}]`));
  }

  /** In prose of our own: accounts that are known, and those of ARNs. */
  #accounts(text: string): string {
    if (!this.#pseudonyms.kinds.has('account')) return text;
    return text
      .replace(/(?<=arn:[a-z0-9-]*:[a-z0-9-]*:[a-z0-9-]*:)\d{12}(?=:)/g, (account) => this.#pseudonyms.of('account', account))
      .replace(accountId, (account) => (this.#pseudonyms.isKnown(account) ? this.#pseudonyms.of('account', account) : account));
  }

  /** One id, in whichever file: in a finding, in a reason, in the register. */
  #exemptionId(id: string): string {
    return this.#exemptionIds.get(id) ?? id;
  }

  /** What whoever wrote the policy chose to write: names, and parts of the patterns that stand for them. */
  #ofPolicy(text: string, apart: boolean): string {
    return this.#accounts(this.#known.replaceIn(text, apart));
  }

  /** What patterns have beside their `*`, with what stands for the pattern. */
  #pieces({ name, principal, tag }: Exemption['match']): (readonly [string, string])[] {
    const patterns = [['name', name] as const, ['name', tag?.value] as const, ['actor', principal] as const];
    return patterns.flatMap(([kind, pattern]) => {
      if (!pattern?.includes('*') || !this.#pseudonyms.kinds.has(kind)) return [];
      return piecesOf(pattern).map((piece) => [piece, this.#pseudonyms.of(kind, pattern)] as const);
    });
  }

  /** In prose of others: every known word too, longest run of name characters first. */
  #free(text: string): string {
    const { words } = this.#pseudonyms;
    if (words.size === 0 || text === '') return this.#accounts(text);
    const whole = words.get(text.toLowerCase());
    if (whole !== undefined) return whole;
    const replaced = [/[^\s"',;()[\]]{3,}/g, /[\p{L}\p{N}_.@+=-]{3,}/gu, /[\p{L}\p{N}_@+=-]{3,}/gu].reduce(
      (rest, word) => rest.replace(word, (found) => words.get(found.toLowerCase()) ?? found),
      text,
    );
    return this.#accounts(replaced);
  }
}

const accountId = /(?<![0-9A-Za-z])\d{12}(?![0-9A-Za-z])/g;

/** As a row's reason has it. */
const exemptionIn = /\(exemption (.+?): (?=(?:applied|baseline|retroactive|expired)\))/g;

/** Of an exemption: words of who wrote the policy, which name who and what it is for. */
const ofPolicy = new Set(['reason', 'ticket']);

/** Holders whose `name` is a resource's, or a pattern of such names. */
const namedThings = new Set(['resource', 'references', 'endpoints', 'via', 'match']);

/** Words of ours and of AWS, hashes and times: no one's name. */
const verbatim = new Set(
  `schema version generatedAt verdict code label rule rules severity status setting compliance why known from to given eventId events
  eventTime eventName takes restores resourceType resourceTypes region regions type class via ending notes effect operations excludedOperations
  excludeOperations operation flags approved expires taken takenAt mode action sha256 jsonlSha256 recordSha256 recordedIn subnets securityGroupIds vpcId directInternetAccess
  appNetworkAccessType errorCode cause kind fault alert outcome versionId keyFingerprints`.split(/\s+/),
);

/** Sentences and labels of ours and of the policy, which can have an account in them. */
const ownWords = new Set(['id', 'title', 'found', 'expected', 'closedBy', 'fix', 'source']);

function mapStrings(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((element) => mapStrings(element, map));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapStrings(inner, map)]));
}
