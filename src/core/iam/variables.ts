import type { Context } from './context.ts';
import { joined, type Pattern, wildcard } from './pattern.ts';
import { type CannotTell, missing } from './truth.ts';

/** `no-value`: a variable in it has none, so that nothing is equal to or like it. */
export type Expanded = { readonly pattern: Pattern } | 'no-value' | CannotTell;

/** `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, `${*}`. */
const variable = /\$\{([^}]*)\}/g;
const withDefault = /^(?<key>[^,]*),\s*'(?<value>[^']*)'\s*$/;

/**
 * A value of a policy with its variables filled in. What a variable stands for is taken as it is: a `*` in it matches a `*` only.
 * Source: IAM User Guide, "IAM policy elements: Variables and tags".
 */
export function expand(template: string, context: Context, { wildcards }: { readonly wildcards: boolean }): Expanded {
  const plain = (text: string) => (wildcards ? wildcard(text) : text);
  if (!template.includes('${')) return { pattern: plain(template) };
  const parts: Pattern[] = [];
  let from = 0;
  for (const match of template.matchAll(variable)) {
    const value = resolve(match[1] ?? '', context);
    if (typeof value !== 'string') return value ?? 'no-value';
    parts.push(plain(template.slice(from, match.index)), value);
    from = match.index + match[0].length;
  }
  return { pattern: joined([...parts, plain(template.slice(from))]) };
}

/** `undefined`: it has no value. */
function resolve(name: string, context: Context): string | CannotTell | undefined {
  if (name === '*' || name === '?' || name === '$') return name;
  const { key = name, value: fallback } = withDefault.exec(name)?.groups ?? {};
  const found = context(key.trim().toLowerCase());
  if (found.state === 'unknown') return missing(key, found.why);
  const values = found.state === 'present' ? found.values : [];
  // A key with several values cannot be a variable.
  if (values.length > 1) return missing(key, 'no-set-operator');
  return values[0] ?? fallback;
}
