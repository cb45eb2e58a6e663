/** One request of an operation, in CloudTrail's casing (first letter lowered), and what it says in words. */
export interface Case {
  readonly words: string;
  /** `null`: CloudTrail left it out. */
  readonly request: Json | null;
  /** A service's own record of what it did: `serviceEventDetails`. */
  readonly service?: Json;
  /** What the same archive has from an hour before. */
  readonly before?: { readonly eventName: string; readonly request: Json };
}

export type Json = { readonly [member: string]: unknown };

/** A structure that is there only when it has members. */
export const within = (name: string, members: Json): Json => (Object.keys(members).length > 0 ? { [name]: members } : {});

/** A structure that CloudTrail left out for size. */
export const leftOut: Json = { omitted: true };

export const prefixed = (prefix: string, cases: readonly Case[]): Case[] =>
  cases.map((each) => ({ ...each, words: `${prefix}: ${each.words}` }));

/** An update that says nothing of the network, alone and after creations in the same archive. */
export function leftAlone(
  request: Json,
  eventName: string,
  creations: readonly { readonly words: string; readonly request: Json | null }[],
): Case[] {
  const after = creations.flatMap((creation) =>
    creation.request
      ? [{ words: `left alone; created: ${creation.words}`, request, before: { eventName, request: creation.request } }]
      : [],
  );
  return [{ words: 'left alone', request }, ...after];
}

/** Documents inside a request (pipeline definitions, job documents) are in the API's own casing. */
export function inApiCasing(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inApiCasing);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name.charAt(0).toUpperCase() + name.slice(1), inApiCasing(inner)]),
  );
}
