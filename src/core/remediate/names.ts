import { RemediationRefused } from './refusal.ts';

/** Names of models, endpoint configs, endpoints, jobs and notebooks (service model, 2017-07-24: ModelName and its like). */
const legal = /^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/;

export const isLegalName = (name: string, longest: number): boolean => name.length <= longest && legal.test(name);

/** @throws RemediationRefused for a name that SageMaker would not have given */
export function demandLegal(name: string, what: string, longest = 63): string {
  if (isLegalName(name, longest)) return name;
  throw new RemediationRefused(
    `${what} ${JSON.stringify(name)}: not a name that SageMaker takes; expected at most ${longest} letters, digits and inner hyphens`,
  );
}

/**
 * The name of the replacement: the same for the same resource and settings, so that a second run takes up the first. A name is made
 * from a replacement's by taking its ending off first, and does not grow.
 *
 * @param settings what the replacement differs in
 */
export function replacementName(name: string, settings: string, longest = 63): string {
  const ending = `-vpc-${hash(settings)}`;
  const stem = name
    .replace(/-vpc-[0-9a-f]{8}$/, '')
    .slice(0, longest - ending.length)
    .replace(/-+$/, '');
  return `${stem}${ending}`;
}

/** FNV-1a, 32 bits: two sets of settings should not share a name; nothing secret hangs on it. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return (value >>> 0).toString(16).padStart(8, '0');
}
