import type { Limit } from '../../core/evidence/limit.ts';
import type { ListedType } from '../../core/evidence/posture-scope.ts';
import type { TieOutLine } from '../../core/evidence/reading.ts';
import type { Policy } from '../../core/policy.ts';
import { listActions, lists } from '../../core/resources/list.ts';
import { type ResourceType, resourceTypes } from '../../core/resources/types.ts';
import { some } from '../limits.ts';
import type { PostureTally } from './tally.ts';

interface PostureLimits {
  readonly tally: PostureTally;
  readonly listings: readonly ListedType[];
  readonly tieOut: readonly TieOutLine[];
  readonly policy: Policy;
  readonly types: readonly ResourceType[];
  readonly since: string | null;
  readonly resourceArn: string | null;
}

/** Did it not answer, so that what it would have named is not known? */
export const isFailed = ({ why }: ListedType): boolean => why !== null && why !== 'not-offered';

/** What keeps the verdict from being more than it is, most serious first, each with what would close it. */
export function postureLimits({ tally, listings, tieOut, policy, types, since, resourceArn }: PostureLimits): Limit[] {
  const failed = listings.filter(isFailed);
  const denied = failed.filter(({ why }) => why === 'access-denied').flatMap(({ resourceType }) => listActions(resourceType));
  const leftOut = resourceArn === null ? resourceTypes.filter((type) => !types.includes(type)) : [];
  const notListable = resourceArn === null ? types.filter((type) => lists[type] === null) : [];
  const unanswered = [...tally.unanswered].map(([action, count]) => `${action}: ${count}`);
  const limits: Limit[] = [
    {
      code: 'does-not-balance',
      inconclusive: true,
      count: tieOut.filter(({ balances }) => !balances).length,
      what: 'The counts do not balance: something was lost or counted twice on the way.',
      closedBy: 'This is a defect of the tool: report it with run.json and evidence.json.',
    },
    {
      code: 'list-failed',
      inconclusive: true,
      count: failed.length,
      what: `Listings did not answer, so that what exists is not known: ${some(failed.map(listingWords))}.`,
      closedBy: denied.length > 0 ? `Allow ${some(denied)} to the caller or the role, and run again.` : 'Run again, with --resume.',
    },
    {
      code: 'nothing-there',
      inconclusive: true,
      count: resourceArn !== null && tally.rows === 0 ? 1 : 0,
      what: `There is no ${resourceArn} (any more): nothing was judged.`,
      closedBy: 'Check the ARN.',
    },
    {
      code: 'no-rule-enabled',
      inconclusive: true,
      count: Object.values(policy.rules).some(({ enabled }) => enabled) ? 0 : 1,
      what: 'The policy has every rule turned off: nothing was asked of any resource.',
      closedBy: 'Turn rules on in the policy.',
    },
    {
      code: 'not-evaluable',
      inconclusive: true,
      count: tally.byClass['not-evaluable'],
      what: `Resources could not be judged: ${unanswered.length > 0 ? `Describe did not answer for some (${some(unanswered)})` : 'Describe does not say what the rules ask, or facts on the network are missing'}.`,
      closedBy:
        unanswered.length > 0
          ? `Allow ${some([...new Set([...tally.unanswered.keys()].map((action) => action.split(' ')[0] ?? ''))])} to the caller or the role where they were denied, and run again.`
          : 'See the rows of class not-evaluable.',
    },
    {
      code: 'created-before',
      inconclusive: false,
      count: since === null ? 0 : 1,
      what: `Only what was created from ${since} on was looked for.`,
      closedBy: 'Run without --since.',
    },
    {
      code: 'types-left-out',
      inconclusive: false,
      count: leftOut.length,
      what: `Types that were not looked for: ${some(leftOut)}.`,
      closedBy: 'Run without --types.',
    },
    {
      code: 'not-listable',
      inconclusive: false,
      count: notListable.length,
      what: `SageMaker has no operation that lists: ${some(notListable)}. What exists of them is not known.`,
      closedBy: 'Scan the trail for what created them.',
    },
    {
      code: 'gone',
      inconclusive: false,
      count: resourceArn === null ? tally.gone : 0,
      what: 'Resources were listed, and gone when they were described: they are in answers.jsonl, and not in the population.',
      closedBy: 'Nothing has to be done: they do not exist any more. The trail says what they were.',
    },
    {
      code: 'tags-unseen',
      inconclusive: false,
      count: tally.tagsUnseen,
      what: 'An exemption asks for tags that could not be seen: those resources are not exempt by it.',
      closedBy: 'Allow sagemaker:ListTags to the caller or the role, and run again.',
    },
    {
      code: 'principal-untold',
      inconclusive: false,
      count: policy.exemptions.filter(({ match, baseline }) => match.principal !== undefined || baseline !== undefined).length,
      what: 'Exemptions that go by the principal or by an event exempt nothing here: Describe does not say who created a resource, or when by which event.',
      closedBy: 'Exempt by name, type, account or tag, or scan the trail.',
    },
  ];
  return limits.filter(({ count }) => count > 0);
}

function listingWords({ account, region, resourceType, why }: ListedType): string {
  return `${listActions(resourceType).at(-1)} in ${account} ${region} (${why})`;
}
