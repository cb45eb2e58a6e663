import type { Command } from 'commander';
import type { Against, WhatWasListed } from '../app/posture/against.ts';
import { besideLimits } from '../app/posture/beside-limits.ts';
import { askEvaluations, type ConfigEvaluations, EvaluationsBeside } from '../app/posture/config-evaluations.ts';
import type { Place } from '../app/posture/ports.ts';
import type { PostureResource } from '../app/posture/resource.ts';
import { readEvaluationFiles } from '../config/config-evaluations.ts';
import type { Evaluation, Unasked } from '../core/config-evaluations/model.ts';
import type { Limit, TieOutLine } from '../core/evidence.ts';
import type { Policy } from '../core/policy.ts';
import { configEvaluationsJson, configEvaluationsName } from '../report/config-evaluations.ts';
import { crossCheckJson, crossCheckName } from '../report/cross-check.ts';
import { sha256Of } from '../report/hash.ts';
import type { BesideFile } from '../report/reporter.ts';
import { checkApart } from './apart.ts';
import { type AgainstFlags, checkAgainst, openAgainst, readAgainst, withAgainstOptions } from './posture-against.ts';
import { besideText } from './posture-beside-text.ts';

export interface BesideFlags extends AgainstFlags {
  /** `true`: no file, AWS is asked. */
  readonly configEvaluations?: readonly string[] | true;
}

export const besideHelp = `
What --against asks of the trail's records: which of them explains each resource, and what became of what each created. A resource that no
record explains, and one that is gone without a record of its deletion, show a hole in the trail: the run is then inconclusive at best.
It needs s3:ListBucket and s3:GetObject on the bucket (s3:), or cloudtrail:LookupEvents (lookup:).
--config-evaluations without a file needs config:DescribeConfigRules, config:DescribeConformancePacks,
config:DescribeConformancePackCompliance, config:GetComplianceDetailsByConfigRule, config:GetConformancePackComplianceDetails and
securityhub:GetFindings.`;

export function withBesideOptions(command: Command): Command {
  return withAgainstOptions(command).option(
    '--config-evaluations [file...]',
    'compare with what AWS Config, its conformance packs and Security Hub say: of these files (the output of the AWS CLI), or asked now',
  );
}

/** What was found beside the rules' own judgement. */
export interface Told {
  readonly files: readonly BesideFile[];
  readonly limits: readonly Limit[];
  readonly tieOut: readonly TieOutLine[];
  /** For `--json`. */
  readonly result: Readonly<Record<string, unknown>>;
  /** Sections of the summary, each ends with a line break. */
  readonly text: string;
}

/** What a posture run is held against: in this order, `begin` when all is listed, `take` for each resource, `finish`. */
export interface Beside {
  begin(): Promise<void>;
  take(resource: PostureResource): void;
  finish(input: WhatWasListed): Promise<Told>;
}

interface Opened {
  readonly places: readonly Place[];
  readonly policy: Policy;
  readonly homeAccount: string;
}

/** Flags and files are checked here, before anything is listed. @throws UsageError, PolicyError */
export function openBeside(flags: BesideFlags, out: string, now: string): (opened: Opened) => Promise<Beside> {
  const period = checkAgainst(flags, now);
  if (flags.against) checkApart([...flags.against], out);
  const { against: source, configEvaluations } = flags;
  const fromFiles = Array.isArray(configEvaluations) ? readEvaluationFiles(configEvaluations) : undefined;
  return async ({ places, policy, homeAccount }) => {
    let evaluations: EvaluationsBeside | undefined;
    const asked = source && { flags: { ...flags, against: source }, places, policy, period };
    const trail = asked && (await openAgainst(asked));
    return {
      async begin() {
        if (configEvaluations === undefined) return;
        const told = fromFiles ? { evaluations: fromFiles, unasked: [] } : await askNow(flags, places, homeAccount);
        evaluations = new EvaluationsBeside(told, policy);
      },
      take: (resource) => evaluations?.take(resource),
      async finish(input) {
        const crossChecked = asked && trail ? await readAgainst(trail, asked, input) : undefined;
        return told(crossChecked, evaluations?.finish());
      },
    };
  };
}

async function askNow(
  { role, externalId }: BesideFlags,
  places: readonly Place[],
  homeAccount: string,
): Promise<{ readonly evaluations: readonly Evaluation[]; readonly unasked: readonly Unasked[] }> {
  const { evaluationService } = await import('../adapters/evaluation-service.ts');
  return askEvaluations(places, evaluationService({ homeAccount, ...(role !== undefined && { role: { name: role, externalId } }) }));
}

function told(crossChecked: Against | undefined, evaluated: ConfigEvaluations | undefined): Told {
  const files = [
    ...(crossChecked ? [fileOf(crossCheckName, () => crossCheckJson(crossChecked))] : []),
    ...(evaluated ? [fileOf(configEvaluationsName, () => configEvaluationsJson(evaluated))] : []),
  ];
  return {
    files,
    limits: besideLimits(crossChecked, evaluated),
    tieOut: crossChecked?.check.tieOut ?? [],
    result: {
      ...(crossChecked && { crossCheck: crossCheckResult(crossChecked) }),
      ...(evaluated && { configEvaluations: evaluationResult(evaluated) }),
    },
    text: besideText(crossChecked, evaluated),
  };
}

function fileOf(name: BesideFile['name'], chunks: () => Iterable<string>): BesideFile {
  return { name, sha256: sha256Of(chunks()), chunks };
}

function crossCheckResult({ check, inconclusive, trail }: Against): Record<string, unknown> {
  const { period, findings, unknown, tieOut, drift, resources, records } = check;
  return {
    period,
    inconclusive,
    findings,
    unknown,
    trail,
    tieOut,
    drift,
    unexplained: resources.filter(({ explanation }) => explanation.kind === 'unexplained' && explanation.cause === 'no-record'),
    goneWithoutRecord: records.filter(({ outcome }) => outcome.kind === 'gone' && outcome.cause === 'no-deletion-record'),
  };
}

function evaluationResult({ comparison, unasked }: ConfigEvaluations): Record<string, unknown> {
  const { evaluations, agree, disagree, theirsOnly, oursOnly } = comparison;
  return { evaluations, agree, disagree, theirsOnly: theirsOnly.length, oursOnly, unasked };
}
