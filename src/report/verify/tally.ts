import type { EvidenceFinding } from '../../core/evidence/finding.ts';
import type { Evidence } from '../../core/evidence/model.ts';
import type { PopulationRow, RowClass } from '../../core/evidence/population.ts';

/** What one reading of the population counts, apart from what the evidence says of it. */
export class Tally {
  rows = 0;
  readonly byClass = new Map<string, number>();
  readonly byAccount = new Map<string, number>();
  readonly byRegion = new Map<string, number>();
  readonly byDay = new Map<string, number>();
  readonly byDayAndClass = new Map<string, number>();
  readonly byOperation = new Map<string, number>();
  /** Rows that contradict the findings or themselves, and findings that no row has. */
  readonly contradictions: string[] = [];
  readonly outOfPeriod: string[] = [];
  readonly #findings = new Map<string, EvidenceFinding[]>();
  readonly #from: number;
  readonly #to: number;
  readonly #rules: readonly string[];

  constructor({ findings, period, rules }: Evidence) {
    for (const finding of findings) {
      const key = keyOf(finding);
      this.#findings.set(key, [...(this.#findings.get(key) ?? []), finding]);
    }
    this.#from = Date.parse(period.from);
    this.#to = Date.parse(period.to);
    this.#rules = rules.filter(({ enabled }) => enabled).map(({ id }) => id);
  }

  add(row: PopulationRow): void {
    this.rows++;
    const day = row.eventTime.slice(0, 10);
    up(this.byClass, row.class);
    up(this.byAccount, row.account);
    up(this.byRegion, row.region);
    up(this.byDay, day);
    up(this.byDayAndClass, `${day} ${row.class}`);
    up(this.byOperation, row.eventName);
    const time = Date.parse(row.eventTime);
    if (!(time >= this.#from && time < this.#to)) this.outOfPeriod.push(`${row.eventId} at ${row.eventTime}`);
    this.#judge(row);
  }

  /** After the last row. */
  finish(): void {
    for (const left of this.#findings.values())
      for (const { eventId, rule } of left) this.contradictions.push(`${eventId}: a finding of ${rule}, and no row that fails it`);
  }

  #judge(row: PopulationRow): void {
    const verdicts = Object.entries(row.verdicts);
    const wanted = row.class === 'failed-attempt' ? [] : this.#rules;
    const lacking = wanted.filter((rule) => !verdicts.some(([id]) => id === rule));
    if (verdicts.length !== wanted.length || lacking.length > 0) {
      this.contradictions.push(`${row.eventId}: verdicts on ${verdicts.length} rules, expected one on each of ${wanted.length}`);
    }
    const failed = verdicts.filter(([, compliance]) => compliance === 'NON_COMPLIANT');
    const findings = failed.flatMap(([rule]) => this.#take(row, rule) ?? []);
    if (findings.length < failed.length)
      this.contradictions.push(`${row.eventId}: fails ${failed.map(([id]) => id).join(', ')}, and a finding is missing`);
    const expected = classOf(row, findings);
    if (findings.length === failed.length && expected !== row.class) {
      this.contradictions.push(`${row.eventId}: is of class ${row.class}, its verdicts and findings say ${expected}`);
    }
  }

  #take(row: PopulationRow, rule: string): EvidenceFinding | undefined {
    const key = keyOf({ ...row, rule });
    const [finding, ...left] = this.#findings.get(key) ?? [];
    if (left.length > 0) this.#findings.set(key, left);
    else this.#findings.delete(key);
    return finding;
  }
}

/** All that a row and its finding both say. Two copies of an event that differ can have the same: their findings are then alike too. */
function keyOf(facts: Pick<PopulationRow, (typeof shared)[number]> & { readonly rule: string }): string {
  return JSON.stringify([facts.rule, ...shared.map((name) => facts[name])]);
}

const shared = [
  'eventId',
  'eventTime',
  'account',
  'region',
  'eventName',
  'resourceType',
  'resourceName',
  'resourceArn',
  'actor',
] as const satisfies readonly (keyof PopulationRow & keyof EvidenceFinding)[];

function classOf(row: PopulationRow, findings: readonly EvidenceFinding[]): RowClass {
  const compliances = Object.values(row.verdicts);
  if (row.class === 'failed-attempt' && compliances.length === 0) return 'failed-attempt';
  if (findings.some(({ status }) => status === 'open')) return 'non-compliant';
  if (compliances.includes('INSUFFICIENT_DATA')) return 'not-evaluable';
  if (findings.length > 0) return 'exempt';
  return compliances.includes('COMPLIANT') ? 'compliant' : 'not-applicable';
}

function up(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
