import type { Fix, Place, Replacement } from '../../core/remediate/plan.ts';
import { demandAsRequested } from '../../core/remediate/taken.ts';
import { describeOnly, type RemediateWorld } from './seen.ts';

/** The fix, which takes up what an earlier run has created, and nothing else that has a name of its replacements. @throws RemediationRefused */
export async function withNamesTaken(world: RemediateWorld, place: Place, fix: Fix): Promise<Fix> {
  const all = (replacements: readonly Replacement[]) => Promise.all(replacements.map((each) => taken(world, place, each)));
  switch (fix.kind) {
    case 'hosting':
      return { ...fix, models: await all(fix.models), configs: await all(fix.configs) };
    case 'job': {
      const [models, job] = await Promise.all([all(fix.models), taken(world, place, fix.job)]);
      return { ...fix, models, job };
    }
    case 'notebook':
      return { ...fix, notebook: await taken(world, place, fix.notebook) };
    case 'domain':
      return fix;
  }
}

async function taken<Each extends Replacement>(world: RemediateWorld, place: Place, replacement: Each): Promise<Each> {
  const { type, name } = replacement.create;
  const seen = await describeOnly(world, place, type, name, null);
  if (!seen) return replacement;
  demandAsRequested(replacement.create, seen.answer);
  return { ...replacement, there: { arn: seen.arn, creationTime: seen.creationTime } };
}
