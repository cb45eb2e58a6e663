import type { ExposureEnding } from './evidence/exposure.ts';
import { isGroupIn } from './resources/cluster.ts';
import type { JudgedChange } from './timelines.ts';

/** How an update ends what a change left exposed, if it does. Updates are asked in order of time: they add up. */
export type Mending = (update: JudgedChange) => ExposureEnding | undefined;

/** Every rule that failed now passes; of a cluster, see below. */
export function mending(subject: JudgedChange): Mending {
  const passes = ({ verdicts }: JudgedChange) => subject.findings.every(({ rule }) => verdicts[rule] === 'COMPLIANT');
  if (subject.change.resource.type === 'Cluster') return mendingOfGroups(subject, passes);
  return (update) => (passes(update) ? 'replaced' : undefined);
}

/** An update of a cluster is about the groups that it names: each place that failed is mended in its turn, or its group is deleted. */
function mendingOfGroups({ findings }: JudgedChange, passes: (update: JudgedChange) => boolean): Mending {
  let failing = findings.flatMap(({ because }) => because);
  return (update) => {
    const { posture, deletedGroups = [] } = update.change;
    const there = failing.filter((place) => !isGroupIn(place, deletedGroups));
    failing = there.filter(({ setting, at }) => !passes(update) || !posture[setting]?.some((place) => place.at === at));
    if (failing.length > 0) return undefined;
    return there.length === 0 ? 'deleted' : 'replaced';
  };
}
