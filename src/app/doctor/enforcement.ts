import { type Finding, no, unknown, yes } from './check.ts';

/** A policy that enforces over roles that may not would have each stop refused. @param granted the deployment's parameter Enforcement */
export function checkEnforcement(mode: 'enforce' | 'dry-run', granted: string | undefined, deploy: string): Finding {
  if (mode !== 'enforce') return yes('not asked for: the policy only observes');
  if (granted === undefined) return unknown('the deployment does not say whether it may stop and tag', deploy);
  if (granted === 'enforce') return yes('it may stop and tag');
  return no('the policy says mode: enforce, and the functions may not stop or tag', `${deploy} --param=enforcement=enforce`);
}
