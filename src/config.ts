import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { canonicalJson } from './canonical.ts';
import { crossChecks } from './config/checks.ts';
import { explain, find } from './config/explain.ts';
import { exists, maxBytes, readText, tooLarge } from './config/file.ts';
import type { Place } from './config/place.ts';
import { type ConfigMessage, formatMessage, PolicyError, type Problem } from './config/problem.ts';
import { policyFile } from './config/schema.ts';
import { quote } from './config/words.ts';
import { readYaml } from './config/yaml.ts';
import type { Policy } from './core/policy.ts';

/** The policy file, `sagewarden.yml`: read, checked, and every default filled in. */

export { type ConfigMessage, formatMessage, PolicyError };

export interface LoadedPolicy {
  readonly policy: Policy;
  /** The file's name, without its folder, or `built-in defaults`. */
  readonly source: string;
  /** Of the file's bytes; of the canonical JSON (RFC 8785) of the built-in defaults. */
  readonly sha256: string;
  readonly warnings: readonly ConfigMessage[];
}

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

/** The policy where there is no file, and what a file changes. */
export const defaultPolicy: Policy = policyOf(policyFile.parse({ version: 1 }));

export const defaultPolicySource: Pick<LoadedPolicy, 'source' | 'sha256'> = {
  source: 'built-in defaults',
  sha256: sha256(canonicalJson(defaultPolicy)),
};

const defaultFile = 'sagewarden.yml';

/** Reads the named file; without a name `sagewarden.yml` of the working directory, else the defaults. @throws PolicyError */
export function readPolicyFile(path: string | undefined, now: string): LoadedPolicy {
  const file = policyFileAt(path);
  if (file === null) return { policy: defaultPolicy, ...defaultPolicySource, warnings: [] };
  return loadPolicy(readText(file), file, { now });
}

/** The file that is read; `null`: there is none. */
export const policyFileAt = (path: string | undefined): string | null => path ?? (exists(defaultFile) ? defaultFile : null);

/**
 * @param fileName for the messages
 * @param options.now ISO 8601: exemptions that have expired by then are warned of
 * @throws PolicyError with every problem of the file
 */
export function loadPolicy(source: string, fileName: string, options: { readonly now: string }): LoadedPolicy {
  if (Buffer.byteLength(source) > maxBytes) throw tooLarge(fileName);
  const { root, problems, position } = readYaml(source);
  const message = ({ offset, text }: Problem): ConfigMessage => ({ file: fileName, at: position(offset), text });

  const result = root && policyFile.safeParse(root.value);
  const judged = root && result ? [...(result.error?.issues ?? []).flatMap((issue) => explain(issue, root)), ...crossChecks(root)] : [];
  const all = inOrder(problems, judged);
  if (!root || !result?.success || all.length > 0) throw new PolicyError(fileName, all.map(message));

  const policy = policyOf(result.data);
  const warnings = expired(policy, root, options.now).map(message);
  return { policy, source: basename(fileName), sha256: sha256(source), warnings };
}

function policyOf({ rules, enforcement, exemptions, scope, controls }: ReturnType<typeof policyFile.parse>): Policy {
  return { rules, enforcement, exemptions, scope, controls };
}

/** In line order. An alias that failed has no value to judge; an aliased value has the same problem wherever it is used. */
function inOrder(reading: readonly Problem[], judged: readonly Problem[]): Problem[] {
  const failed = new Set(reading.map(({ offset }) => offset));
  const all = [...reading, ...judged.filter(({ offset }) => !failed.has(offset))].sort((a, b) => a.offset - b.offset);
  return [...new Map(all.map((problem) => [`${problem.offset} ${problem.text}`, problem])).values()];
}

function expired(policy: Policy, root: Place, now: string): Problem[] {
  return policy.exemptions.flatMap(({ id, expires }, index) => {
    if (Date.parse(expires) > Date.parse(now)) return [];
    const { offset } = find(root, ['exemptions', index, 'expires']);
    return [{ offset, text: `exemption ${quote(id)} expired on ${expires}: it exempts nothing that happens since` }];
  });
}
