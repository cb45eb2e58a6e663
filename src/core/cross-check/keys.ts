import type { Reference, ResourceRef } from '../change.ts';
import { inDomain } from '../identity.ts';
import type { ResourceType } from '../resources/types.ts';

interface Place {
  readonly account: string;
  readonly region: string;
}

interface Named extends Place {
  readonly type: ResourceType;
  readonly name: string | null;
  readonly arn: string | null;
  readonly references: readonly Reference[];
}

/** Their names may repeat while all of them are there: versions of a package group, executions by display name. */
const byArnOnly: ReadonlySet<ResourceType> = new Set<ResourceType>(['PipelineExecution']);

/**
 * Every key by which a resource and a record of it may meet: its ARN, and its name, which is unique in an account and Region, or in
 * a domain. A domain is created by name and listed by id, a cluster's ARN has an id: so both. SageMaker writes names in ARNs in lower case.
 */
export function keysOf({ account, region, type, name, arn, references }: Named): string[] {
  const keys: string[] = [];
  // None of the three has a space in it.
  const add = (what: string | undefined) => {
    const key = what && `${account} ${region} ${type} ${what.toLowerCase()}`;
    if (key && !keys.includes(key)) keys.push(key);
  };
  if (arn !== null) add(tailOf(arn));
  if (name === null) return keys;
  if (name.startsWith('arn:')) add(tailOf(name));
  else if (!byArnOnly.has(type)) add(qualified(type, name, references));
  return keys;
}

/** `arn:aws:sagemaker:eu-west-1:111122223333:domain/d-1` -> `d-1`. */
const tailOf = (arn: string): string => arn.slice(arn.indexOf('/') + 1 || arn.length);

function qualified(type: ResourceType, name: string, references: readonly Reference[]): string | undefined {
  if (!inDomain.has(type)) return name;
  // An app's tail has its owner and type as well: only its ARN tells it from its namesakes.
  const domain = type === 'App' ? undefined : references.find((reference) => reference.type === 'Domain');
  return domain && `${domain.name}/${name}`;
}

export function keysOfRecord(record: Place & { readonly resource: ResourceRef; readonly references: readonly Reference[] }): string[] {
  const { account, region, resource, references } = record;
  return keysOf({ account, region, type: resource.type, name: resource.name, arn: arnOf(resource), references });
}

export function keysOfParent({ account, region }: Place, { type, name }: Reference): string[] {
  return keysOf({ account, region, type, name, arn: null, references: [] });
}

export function arnOf({ arn }: ResourceRef): string | null {
  return arn.known ? arn.value : null;
}

/** What meets under any of its keys, each once, in the order in which it was put in. */
export class Index<T> {
  readonly #entries = new Map<string, T[]>();

  constructor(all: Iterable<T>, keys: (value: T) => readonly string[]) {
    for (const value of all)
      for (const key of keys(value)) {
        const entries = this.#entries.get(key);
        if (entries) entries.push(value);
        else this.#entries.set(key, [value]);
      }
  }

  at(keys: readonly string[]): T[] {
    const [only, ...others] = keys;
    if (only === undefined) return [];
    if (others.length === 0) return this.#entries.get(only) ?? [];
    return [...new Set(keys.flatMap((key) => this.#entries.get(key) ?? []))];
  }
}
