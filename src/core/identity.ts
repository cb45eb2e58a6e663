import type { EventFacts, Reference, ResourceRef } from './change.ts';
import type { ResourceType } from './resources/types.ts';

/** A record about one resource. */
export type About = Pick<EventFacts, 'account' | 'region'> & { readonly resource: ResourceRef; readonly references: readonly Reference[] };

/** Their names are unique within a domain only (the ARN's tail is `<domain id>/<name>`). */
export const inDomain: ReadonlySet<ResourceType> = new Set<ResourceType>(['App', 'Space', 'UserProfile']);

/**
 * One key for a resource and, since names are reusable, its namesakes before and after it: by name, which is unique in an account
 * and Region. A domain is created by name and updated and deleted by id; a cluster's ARN holds an id, its operations take either.
 */
export function identify(abouts: Iterable<About>): (about: About) => string | undefined {
  const clusterNames = new Map<string, string>();
  for (const about of abouts) {
    const { type, name } = about.resource;
    const id = idOf(about);
    if (type === 'Cluster' && id && name !== null && !isArn(name)) clusterNames.set(keyOf(about, type, id), name);
  }
  return (about) => {
    const { type } = about.resource;
    const { id, own } = namesOf(about);
    if (type === 'Cluster') return keyOf(about, type, own ?? (id && (clusterNames.get(keyOf(about, type, id)) ?? id)));
    return keyOf(about, type, type === 'Domain' || inDomain.has(type) ? (id ?? own) : (own ?? id));
  };
}

/** What a record calls a resource: `id` is the end of its ARN, `own` its name, which is one of its domain's for what lives in a domain. */
export function namesOf(about: About): { readonly id: string | undefined; readonly own: string | undefined } {
  const { type, name } = about.resource;
  const own = name === null || isArn(name) ? undefined : name;
  return { id: idOf(about), own: inDomain.has(type) ? inItsDomain(about, own) : own };
}

/** The key of what a reference names, in the place of the record that names it. */
export function keyOfReference({ account, region }: Pick<About, 'account' | 'region'>, { type, name }: Reference): string {
  return JSON.stringify([account, region, type, isArn(name) ? tailOf(name) : name]);
}

function keyOf({ account, region }: About, type: ResourceType, name: string): string;
function keyOf({ account, region }: About, type: ResourceType, name: string | undefined): string | undefined;
function keyOf({ account, region }: About, type: ResourceType, name: string | undefined): string | undefined {
  return name === undefined ? undefined : JSON.stringify([account, region, type, name]);
}

function idOf({ resource: { arn, name } }: About): string | undefined {
  if (arn.known) return tailOf(arn.value);
  return name !== null && isArn(name) ? tailOf(name) : undefined;
}

function inItsDomain({ references }: About, name: string | undefined): string | undefined {
  const domain = references.find(({ type }) => type === 'Domain');
  return name === undefined || !domain ? undefined : `${domain.name}/${name}`;
}

const isArn = (name: string) => name.startsWith('arn:');
/** `arn:aws:sagemaker:eu-west-1:111122223333:domain/d-1` -> `d-1`. */
const tailOf = (arn: string) => arn.split('/').slice(1).join('/');
