import { ownNamespace, uuid5 } from '../../formats/uuid.ts';
import { plainText } from '../../text/plain-text.ts';

const ns = 'https://sagewarden.dev/ns/oscal';
const valueLimit = 4096;

export interface Prop {
  readonly name: string;
  readonly ns: string;
  readonly value: string;
}

/**
 * Names from records and from the policy go into properties, whose values are plain strings: titles and descriptions are Markdown,
 * in which a name could be a link. OSCAL's string has no line break, no space at either end, and is not empty.
 */
export function prop(name: string, value: string): Prop {
  return { name, ns, value: plainText(value.trim(), valueLimit).trim() || '(empty)' };
}

/** OSCAL's token (an XML NCName), as near to the text as it can be: `7.1 a` -> `_7.1-a`. */
export function token(text: string): string {
  const safe = text.replace(/[^A-Za-z0-9._-]/g, '-');
  return /^[A-Za-z_]/.test(safe) ? safe : `_${safe}`;
}

/** Identifiers of one run: the same content gives the same ones. */
export function identifiers(runSha256: string): (name: string) => string {
  const namespace = uuid5(ownNamespace, runSha256);
  return (name) => uuid5(namespace, name);
}

export type Identify = ReturnType<typeof identifiers>;
