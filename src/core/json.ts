/** Reading untrusted JSON: everything in a record is the caller's, and its casing is not certain (acronym-initial members). */

export type JsonObject = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The member called `name`, whatever its casing; the exact spelling wins where several differ only by case. */
export function member(object: JsonObject, name: string): unknown {
  if (Object.hasOwn(object, name)) return object[name];
  const wanted = name.toLowerCase();
  for (const key of Object.keys(object)) {
    if (key.length === wanted.length && key.toLowerCase() === wanted) return object[key];
  }
  return undefined;
}

/** A string that says something: absent, null and `""` (CloudTrail's unset string) are all `undefined`. */
export function text(object: JsonObject, name: string): string | undefined {
  const value = member(object, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function object(parent: JsonObject, name: string): JsonObject | undefined {
  const value = member(parent, name);
  return isObject(value) ? value : undefined;
}

/** Absent, null and `""` are alike in CloudTrail: it shows members that nobody sent (a real CreateTrainingJob record). */
export function isUnset(value: unknown): value is undefined | null | '' {
  return value === undefined || value === null || value === '';
}

/** `undefined` where `source` is not JSON. */
export function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}
