import type { Actor } from '../core/actor.ts';
import { joined, type Phrase, say } from './phrase.ts';

/** The actor, the role behind a session, and the person behind both where the record names one. */
export function who({ name, principal, sessionName, sourceIdentity, onBehalfOf, invokedBy }: Actor): Phrase {
  return joined(
    [
      say`${name}`,
      ...(principal === name ? [] : [say`role ${principal}`]),
      ...(sessionName && !name.endsWith(`/${sessionName}`) ? [say`session ${sessionName}`] : []),
      ...(sourceIdentity ? [say`source identity ${sourceIdentity}`] : []),
      ...(onBehalfOf ? [say`on behalf of ${onBehalfOf}`] : []),
      ...(invokedBy && invokedBy !== name ? [say`invoked by ${invokedBy}`] : []),
    ],
    ', ',
  );
}

/** Where the call came from: address and user agent, as the caller sent them. */
export const calledFrom = (sourceIp: string, userAgent: string): Phrase =>
  joined([...(sourceIp === '' ? [] : [say`${sourceIp}`]), ...(userAgent === '' ? [] : [say`with ${userAgent}`])], ' ');

/** Resource tags that say whose it is come first: they route an alert. */
export function tagsOf(tags: Readonly<Record<string, string>>): Phrase {
  const rank = (key: string) => ['owner', 'team'].indexOf(key.toLowerCase()) + 1 || 3;
  const entries = Object.entries(tags).toSorted(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return joined(
    entries.map(([key, value]) => say`${key} = ${value}`),
    ', ',
  );
}

/** The value of a tag by its key in any casing: `Owner`, `owner`. */
export function tagValue(tags: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.entries(tags).find(([name]) => name.toLowerCase() === key)?.[1];
}
