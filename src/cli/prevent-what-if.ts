import type { Period } from '../app/scan/model.ts';
import { type Attachment, attachmentsIn } from '../app/what-if/attachments.ts';
import { replay } from '../app/what-if/replay.ts';
import type { WhatIfResult } from '../app/what-if/result.ts';
import { type SinceAttached, sinceAttached } from '../app/what-if/since-attached.ts';
import { type WhatIf, whatIf } from '../app/what-if/what-if.ts';
import type { Problem } from '../core/evidence/reading.ts';
import type { Policy } from '../core/policy.ts';
import { TooLong } from '../core/prevent/pack.ts';
import { type AllowLists, type Prevention, preventionOf } from '../core/prevent/prevention.ts';
import { jsonText } from '../text/safe-text.ts';
import { version } from '../version.ts';
import { UsageError } from './errors.ts';
import { judgedScan } from './judged-scan.ts';
import type { WhatIfFlags } from './prevent-what-if-options.ts';
import { openSource, type SourceFlags } from './source.ts';
import { generated, readDocument } from './what-if-documents.ts';
import { checkFile, writeResult } from './what-if-file.ts';
import { whatIfText } from './what-if-words.ts';

interface Flags extends WhatIfFlags, SourceFlags {
  readonly config?: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly format?: string;
  readonly plan?: string;
  readonly subnets?: string;
  readonly securityGroups?: string;
}

const standingLimits = [
  "Every account and principal of the trail is taken to be one that the policy is attached to; an SCP does not bind the organization's management account.",
  'A call is evaluated on its own resource, not on others that it names, and on no permission that it needs besides.',
];

/** `sagewarden prevent --what-if`. */
export async function replayPolicy(flags: Flags, allowListsFor: (policy: Policy) => AllowLists): Promise<void> {
  const source = flags.whatIf ?? [];
  demandSense(flags, source);
  if (flags.out !== undefined) checkFile(flags.out, flags.force ?? false);
  const given = flags.policy?.map(readDocument);
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  const { loaded, scanned, assessed, period, sourceLimits } = await judgedScan({ ...flags, source }, now);
  const prevention = preventionFor(loaded.policy, allowListsFor(loaded.policy), now);
  const documents = given ?? generated(prevention);
  if (documents.length === 0) throw new UsageError('no rule that is on can be said as a policy: give one with --policy');
  const policies = documents.map(({ policy }) => policy);
  const calls = replay(scanned, assessed, policies);
  const replayed = whatIf(calls, { policies, period: scanned.period, uncovered: prevention.uncovered });
  const attached = await attachment(flags, source, period, scanned.period);
  const attempts = scanned.attempts.map(({ value }) => value);
  const since = attached && sinceAttached(calls, attempts, { period: scanned.period, ...attached });
  const result: WhatIfResult = {
    version,
    ...replayed,
    sha256: Object.fromEntries(documents.map(({ policy, sha256 }) => [policy.name, sha256])),
    sinceAttached: since ?? null,
    limits: [...sourceLimits, ...standingLimits],
    problems: scanned.problems,
    exitCode: exitCodeOf(replayed, since, scanned.problems),
  };
  const data = `${jsonText(result, 2)}\n`;
  if (flags.out !== undefined) writeResult(flags.out, data);
  process.exitCode = result.exitCode;
  process.stdout.write(flags.json ? data : whatIfText(result));
}

function demandSense(flags: Flags, source: readonly string[]): void {
  for (const option of ['format', 'plan'] as const)
    if (flags[option] !== undefined) throw new UsageError(`--${option} and --what-if do not go together`);
  if (flags.policy && (flags.subnets ?? flags.securityGroups) !== undefined)
    throw new UsageError('--subnets and --security-groups are for the documents that it would write: --policy has its own');
  if (flags.policyName !== undefined && flags.sinceAttached === undefined)
    throw new UsageError('--policy-name says nothing without --since-attached auto');
  if (isAuto(flags) && source.some((path) => /^(lookup|athena):/.test(path)))
    throw new UsageError(`--since-attached auto: ${source.join(', ')} has SageMaker's records only; give the time`);
}

const isAuto = ({ sinceAttached: when }: WhatIfFlags) => when === 'auto' || when === true;

function preventionFor(policy: Policy, allowLists: AllowLists, asOf: string): Prevention {
  try {
    return preventionOf(policy, allowLists, asOf);
  } catch (error) {
    if (error instanceof TooLong) throw new UsageError(`${error.message}: shorten its allow-list, or the exemptions of its rule`);
    throw error;
  }
}

/** When it was attached: as given, or by the records of IAM and AWS Organizations. */
async function attachment(
  flags: Flags,
  source: readonly string[],
  asked: Period | undefined,
  period: Period,
): Promise<{ attachedAt: string; events: readonly Attachment[] } | undefined> {
  if (flags.sinceAttached === undefined) return undefined;
  const events = isAuto(flags) ? await found(flags, source, asked) : [];
  const attachedAt = isAuto(flags) ? (events.find(({ effect }) => effect === 'attached')?.eventTime ?? '') : String(flags.sinceAttached);
  if (Date.parse(attachedAt) < Date.parse(period.from) || Date.parse(attachedAt) > Date.parse(period.to))
    throw new UsageError(
      `attached at ${attachedAt}, outside the period from ${period.from} until before ${period.to}: there is nothing to compare`,
    );
  return { attachedAt, events };
}

async function found(flags: Flags, source: readonly string[], period: Period | undefined): Promise<Attachment[]> {
  const name = flags.policyName ?? 'sagewarden-prevention';
  const events = await attachmentsIn(
    await openSource(source, { ...flags, ...(flags.regions && { regions: [] }) }, { period }),
    name,
    period,
  );
  if (events.some(({ effect }) => effect === 'attached')) return events;
  throw new UsageError(
    `--since-attached auto: no record attaches ${name}. The records of IAM are in us-east-1 of each account, those of an SCP in the management account's trail: read these too, name the policy with --policy-name, or give the time`,
  );
}

/** What is certain decides first. */
function exitCodeOf({ falseDenials, counts }: WhatIf, since: SinceAttached | undefined, problems: readonly Problem[]): 0 | 1 | 3 {
  if (falseDenials.length > 0 || (since?.slipped.length ?? 0) > 0) return 1;
  return counts.cannotTell > 0 || problems.length > 0 || counts.calls === 0 ? 3 : 0;
}
