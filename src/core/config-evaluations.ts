import { publishedCheck, publishedChecks, ruleOf } from './config-evaluations/checks.ts';
import type {
  Agreement,
  Disagreement,
  Evaluation,
  EvaluationComparison,
  OursOnly,
  OursOnlyReason,
  TheirsOnly,
  TheirsOnlyReason,
} from './config-evaluations/model.ts';
import { agrees, type OurSide, reasonOf } from './config-evaluations/reasons.ts';
import { typeOf } from './config-evaluations/subject.ts';
import { keysOf } from './cross-check/keys.ts';
import { exempts } from './exemptions.ts';
import type { Finding } from './judge.ts';
import type { ResourceType } from './resources/types.ts';
import type { RuleId } from './rule.ts';

/** A resource that exists, and what our rules say of it. */
export interface JudgedResource {
  readonly account: string;
  readonly region: string;
  readonly type: ResourceType;
  readonly name: string;
  readonly arn: string | null;
  readonly creationTime: string | null;
  readonly describedAt: string;
  readonly findings: readonly Finding[];
}

/** One by one through what exists, and then what they say of the same. Evaluations of one check and resource: the latest counts. */
export class EvaluationComparer {
  readonly #latest: readonly Evaluation[];
  readonly #byKey = new Map<string, Evaluation[]>();
  readonly #matches = new Map<Evaluation, JudgedResource[]>();
  /** When a check last evaluated anything in a place (`any`: it is not said where), by rule and type; epoch milliseconds. */
  readonly #evaluated = new Map<string, number>();
  readonly #oursOnly = new Map<string, { -readonly [K in keyof OursOnly]: OursOnly[K] }>();
  readonly #enabled: (rule: RuleId) => boolean;

  constructor(evaluations: readonly Evaluation[], enabled: (rule: RuleId) => boolean) {
    this.#latest = latestOf(evaluations);
    this.#enabled = enabled;
    for (const evaluation of this.#latest) {
      for (const key of keysOfEvaluation(evaluation)) {
        const entries = this.#byKey.get(key);
        if (entries) entries.push(evaluation);
        else this.#byKey.set(key, [evaluation]);
      }
      this.#noteEvaluated(evaluation);
    }
  }

  take(resource: JudgedResource): void {
    const keys = keysOf({ ...resource, references: [] });
    const evaluations = new Set([...keys, ...keys.map(withoutPlace)].flatMap((key) => this.#byKey.get(key) ?? []));
    for (const evaluation of evaluations) {
      const matches = this.#matches.get(evaluation);
      if (matches) matches.push(resource);
      else this.#matches.set(evaluation, [resource]);
    }
    const compared = new Set([...evaluations].map(({ check }) => check && ruleOf(check)));
    for (const { rule, verdict } of resource.findings) {
      if (compared.has(rule) || (verdict.compliance !== 'COMPLIANT' && verdict.compliance !== 'NON_COMPLIANT')) continue;
      this.#countOursOnly(resource, rule, verdict.compliance === 'NON_COMPLIANT');
    }
  }

  finish(): EvaluationComparison {
    const agree = new Map<string, { -readonly [K in keyof Agreement]: Agreement[K] }>();
    const disagree: Disagreement[] = [];
    const theirsOnly: TheirsOnly[] = [];
    for (const evaluation of this.#latest) {
      const alone = this.#alone(evaluation);
      if (alone) {
        theirsOnly.push({ evaluation, reason: alone });
        continue;
      }
      const [resource] = this.#matches.get(evaluation) ?? [];
      const { check } = evaluation;
      const rule = check === null ? undefined : ruleOf(check);
      if (!resource || check === null || !rule) continue;
      const ours = sideOf(resource, rule);
      if (agrees(ours, evaluation)) count(agree, { source: evaluation.source, check, rule }, ours);
      else disagree.push(disagreementOf(resource, ours, evaluation));
    }
    return {
      evaluations: this.#latest.length,
      agree: [...agree.values()].sort(by(({ source, check }) => [source, check])),
      disagree: disagree.sort(
        by((each) => [each.reason, each.account, each.region, each.type, each.name ?? '', each.rule, each.theirs.name]),
      ),
      theirsOnly: theirsOnly.sort(
        by(({ reason, evaluation }) => [reason, evaluation.account ?? '', evaluation.region ?? '', evaluation.resourceId, evaluation.name]),
      ),
      oursOnly: [...this.#oursOnly.values()].sort(by(({ rule, type, reason }) => [rule, type, reason])),
    };
  }

  #alone(evaluation: Evaluation): TheirsOnlyReason | undefined {
    const rule = evaluation.check === null ? undefined : ruleOf(evaluation.check);
    if (!rule) return 'no-rule-of-ours';
    if (!this.#enabled(rule)) return 'rule-off-here';
    const matches = this.#matches.get(evaluation)?.length ?? 0;
    if (matches === 0) return 'resource-not-listed';
    return matches > 1 ? 'ambiguous-place' : undefined;
  }

  #noteEvaluated({ check, account, region, evaluatedAt }: Evaluation): void {
    const rule = check === null ? undefined : ruleOf(check);
    if (!rule || check === null) return;
    const time = evaluatedAt === null ? 0 : Date.parse(evaluatedAt);
    const place = account === null || region === null ? 'any' : `${account} ${region}`;
    for (const type of publishedCheck(check)?.types ?? []) {
      const key = `${place} ${rule} ${type}`;
      this.#evaluated.set(key, Math.max(time, this.#evaluated.get(key) ?? 0));
    }
  }

  #countOursOnly({ account, region, type, creationTime }: JudgedResource, rule: RuleId, fails: boolean): void {
    const isCovered = publishedChecks.some((each) => each.types.includes(type) && answersTo(each, rule));
    const last = this.#evaluated.get(`${account} ${region} ${rule} ${type}`) ?? this.#evaluated.get(`any ${rule} ${type}`);
    const isYounger = creationTime !== null && last !== undefined && Date.parse(creationTime) > last;
    const reason: OursOnlyReason = !isCovered
      ? 'no-check-for-type'
      : last === undefined
        ? 'check-not-there'
        : isYounger
          ? 'younger-than-evaluations'
          : 'not-evaluated';
    const key = `${rule} ${type} ${reason}`;
    const group = this.#oursOnly.get(key) ?? { rule, type, reason, resources: 0, nonCompliant: 0 };
    group.resources++;
    if (fails) group.nonCompliant++;
    this.#oursOnly.set(key, group);
  }
}

function answersTo({ config, control }: { readonly config: string; readonly control?: string }, rule: RuleId): boolean {
  return ruleOf(config) === rule || (control !== undefined && ruleOf(control) === rule);
}

function sideOf({ type, creationTime, describedAt, findings }: JudgedResource, rule: RuleId): OurSide {
  const finding = findings.find((each) => each.rule === rule);
  const { verdict } = finding ?? {};
  return {
    type,
    creationTime,
    describedAt,
    rule,
    compliance: verdict?.compliance ?? 'NOT_APPLICABLE',
    exempt: finding !== undefined && exempts(finding.exemption),
    because: verdict?.compliance === 'NON_COMPLIANT' ? verdict.because : [],
  };
}

function disagreementOf(resource: JudgedResource, ours: OurSide, theirs: Evaluation): Disagreement {
  const { account, region, type, name, arn, creationTime, findings } = resource;
  return {
    account,
    region,
    type,
    name,
    arn,
    creationTime,
    rule: ours.rule,
    ours: ours.compliance,
    exemption: ours.exempt ? (findings.find(({ rule }) => rule === ours.rule)?.exemption?.id ?? null) : null,
    because: ours.because,
    theirs,
    reason: reasonOf(ours, theirs),
    source: (theirs.check !== null && publishedCheck(theirs.check)?.source) || null,
  };
}

function count(
  agree: Map<string, { -readonly [K in keyof Agreement]: Agreement[K] }>,
  { source, check, rule }: Pick<Agreement, 'source' | 'check' | 'rule'>,
  { compliance }: OurSide,
): void {
  const key = `${source} ${check}`;
  const group = agree.get(key) ?? { source, check, rule, compliant: 0, nonCompliant: 0, notApplicable: 0 };
  if (compliance === 'COMPLIANT') group.compliant++;
  else if (compliance === 'NON_COMPLIANT') group.nonCompliant++;
  else group.notApplicable++;
  agree.set(key, group);
}

/** With the standards' findings apart, Security Hub has one for each standard; of equal age the one that fails. */
function latestOf(evaluations: readonly Evaluation[]): Evaluation[] {
  const latest = new Map<string, Evaluation>();
  for (const evaluation of evaluations) {
    const { source, check, name, pack, account, region, resourceType, resourceId } = evaluation;
    const key = JSON.stringify([source, check ?? name, pack, account, region, resourceType, resourceId]);
    const before = latest.get(key);
    if (!before || isNewer(evaluation, before)) latest.set(key, evaluation);
  }
  return [...latest.values()];
}

function isNewer(a: Evaluation, b: Evaluation): boolean {
  const [at, before] = [Date.parse(a.evaluatedAt ?? ''), Date.parse(b.evaluatedAt ?? '')];
  if (at !== before) return !(at < before);
  return a.result === 'NON_COMPLIANT';
}

function keysOfEvaluation(evaluation: Evaluation): string[] {
  const type = typeOf(evaluation);
  if (!type) return [];
  const { account, region, resourceId } = evaluation;
  const keys = keysOf({ account: account ?? '', region: region ?? '', type, name: resourceId, arn: null, references: [] });
  return account === null || region === null ? keys.map(withoutPlace) : keys;
}

/** A key of {@link keysOf} for who does not say where a resource is. */
function withoutPlace(key: string): string {
  return ` ${key.split(' ').slice(2).join(' ')}`;
}

function by<T>(keys: (value: T) => readonly string[]): (a: T, b: T) => number {
  return (a, b) => {
    const [one, other] = [JSON.stringify(keys(a)), JSON.stringify(keys(b))];
    return one < other ? -1 : one > other ? 1 : 0;
  };
}
