import type { EvidenceFinding } from '../../core/evidence/finding.ts';
import { type PopulationRow, type RowClass, rowClasses } from '../../core/evidence/population.ts';
import { countUse, type ExemptionCount, findingOf, reasonOf } from '../assess.ts';
import type { JudgedLine } from './judged.ts';
import type { AnswerLine } from './ports.ts';
import type { PostureResource } from './resource.ts';

export const answersName = 'answers.jsonl';

/** What the rows come to, counted as they pass: of each only its findings stay. */
export class PostureTally {
  rows = 0;
  gone = 0;
  tagsUnseen = 0;
  readonly byClass = Object.fromEntries(rowClasses.map((name) => [name, 0])) as Record<RowClass, number>;
  readonly byAccount = new Map<string, number>();
  readonly byRegion = new Map<string, number>();
  readonly byOperation = new Map<string, number>();
  readonly byDay = new Map<string, Record<RowClass, number>>();
  readonly findings: EvidenceFinding[] = [];
  readonly exemptionUse = new Map<string, ExemptionCount>();
  /** Describes that were not answered, by IAM action and reason: `sagemaker:DescribeModel (access-denied)`. */
  readonly unanswered = new Map<string, number>();
  /** Of what was asked, first and last; `null`: nothing was. */
  first: string | null = null;
  last: string | null = null;

  /** @returns the row; `null`: the resource is not there any more */
  add({ line, index, resource, tagsUnseen }: JudgedLine, sha256: string): PopulationRow | null {
    this.first = this.first === null || line.askedAt < this.first ? line.askedAt : this.first;
    this.last = this.last === null || line.askedAt > this.last ? line.askedAt : this.last;
    if (!resource) {
      this.gone++;
      return null;
    }
    if (tagsUnseen) this.tagsUnseen++;
    const row = rowOf(line, resource, index, sha256);
    this.rows++;
    this.byClass[row.class]++;
    up(this.byAccount, row.account);
    up(this.byRegion, row.region);
    up(this.byOperation, row.eventName);
    const day = row.eventTime.slice(0, 10);
    const classes = this.byDay.get(day) ?? (Object.fromEntries(rowClasses.map((name) => [name, 0])) as Record<RowClass, number>);
    classes[row.class]++;
    this.byDay.set(day, classes);
    const action = missingAction(line);
    if (action && row.class === 'not-evaluable') up(this.unanswered, action);
    for (const finding of resource.findings) {
      const evidence = findingOf(resource.change, finding);
      if (!evidence) continue;
      this.findings.push({ ...evidence, eventName: row.eventName });
      if (finding.exemption) countUse(this.exemptionUse, finding);
    }
    return row;
  }
}

function rowOf(line: AnswerLine, { change, findings, class: rowClass }: PostureResource, index: number, sha256: string): PopulationRow {
  const action = missingAction(line);
  const reason = reasonOf(findings);
  return {
    eventId: change.eventId,
    eventTime: line.askedAt,
    account: line.account,
    region: line.region,
    // What was asked, not what once created it: no record tells of that here.
    eventName: line.operation,
    resourceType: line.type,
    resourceName: change.resource.name,
    resourceArn: line.arn,
    actor: change.actor.name,
    sourceIp: change.sourceIp,
    userAgent: change.userAgent,
    via: change.via,
    posture: change.posture,
    verdicts: Object.fromEntries(findings.map(({ rule, verdict }) => [rule, verdict.compliance])),
    class: rowClass,
    reason: action ? [reason, `not answered: ${action}`].filter(Boolean).join('; ') : reason,
    object: answersName,
    recordIndex: index,
    recordSha256: sha256,
  };
}

/** The IAM action behind a Describe that said nothing, and why it did not; `undefined`: it answered, or was not asked. */
function missingAction({ why, operation }: AnswerLine): string | undefined {
  return why === null || why === 'not-asked' ? undefined : `sagemaker:${operation} (${why})`;
}

function up(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
