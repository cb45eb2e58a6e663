import type { Against } from '../app/posture/against.ts';
import { besideLimits } from '../app/posture/beside-limits.ts';
import { askEvaluations, type ConfigEvaluations, EvaluationsBeside } from '../app/posture/config-evaluations.ts';
import type { Place } from '../app/posture/ports.ts';
import type { Period } from '../app/scan/model.ts';
import { readEvaluationFiles } from '../config/config-evaluations.ts';
import type { Evaluation, Unasked } from '../core/config-evaluations/model.ts';
import type { Policy } from '../core/policy.ts';
import { configEvaluationsJson, configEvaluationsName } from '../report/config-evaluations.ts';
import { crossCheckJson, crossCheckName } from '../report/cross-check.ts';
import { sha256Of } from '../report/hash.ts';
import type { BesideFile } from '../report/reporter.ts';
import { checkApart } from './apart.ts';
import { openAgainst, readAgainst } from './posture-against.ts';
import type { BesideFlags } from './posture-beside-options.ts';
import { besideText } from './posture-beside-text.ts';
import type { Beside, Told } from './posture-told.ts';

interface Opened {
  readonly places: readonly Place[];
  readonly policy: Policy;
  readonly homeAccount: string;
}

/** Flags and files are checked here, before anything is listed. @throws UsageError, PolicyError */
export function openBeside(flags: BesideFlags, out: string, period: Period | undefined): (opened: Opened) => Promise<Beside> {
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
