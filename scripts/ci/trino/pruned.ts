import { ok } from 'node:assert';
import type { S3Request } from '../../../stand-ins/s3.ts';
import type { Trino } from './server.ts';

interface Bound {
  readonly value: string;
}

interface Plan {
  readonly inputTableColumnInfos: readonly {
    readonly constraint: {
      readonly columnConstraints: readonly {
        readonly columnName: string;
        readonly domain: { readonly ranges: readonly { readonly low: Bound; readonly high: Bound }[] };
      }[];
    };
  }[];
}

/** What a statement asks for, by its text. */
class Asked {
  readonly where: string;
  readonly #days: readonly [string, string] | undefined;

  constructor(sql: string) {
    this.where = /\n {2}WHERE (.*?)\n\), counted AS/s.exec(sql)?.[1] ?? '';
    const between = /"timestamp" BETWEEN '([^']+)' AND '([^']+)'/.exec(this.where);
    this.#days = between ? [between[1] ?? '', between[2] ?? ''] : undefined;
  }

  /** Both are days of the statement, as are all between them. */
  hasDays(low: string, high: string): boolean {
    return this.#days !== undefined && low >= this.#days[0] && high <= this.#days[1];
  }

  get isByDay(): boolean {
    return this.#days !== undefined;
  }

  /** `key`: account or region. */
  has(key: string, value: string): boolean {
    const values = new RegExp(`"${key}" (?:= |IN \\()([^)\\n]+)`).exec(this.where)?.[1];
    return values === undefined || values.includes(`'${value}'`);
  }

  /** @param day `2026/07/01` */
  hasFolder(account: string, region: string, day: string): boolean {
    const isDay = this.isByDay ? this.hasDays(day, day) : this.#hasParts(day);
    return isDay && this.has('account', account) && this.has('region', region);
  }

  #hasParts(day: string): boolean {
    const [year = '', month = '', date = ''] = day.split('/');
    return this.where.split('OR (').some((part) => {
      const dates = part.split('"day"')[1];
      return part.includes(`"year" = '${year}'`) && part.includes(`'${month}'`) && (dates === undefined || dates.includes(`'${date}'`));
    });
  }
}

/** Throws where the plan of a statement, or what it read of the bucket, goes beyond the partitions that the statement names. */
export async function demandPruned(trino: Trino, sql: string, requests: readonly S3Request[]): Promise<void> {
  const asked = new Asked(sql);
  const { rows } = await trino.query(`EXPLAIN (TYPE IO, FORMAT JSON) ${sql}`);
  const plan = JSON.parse(rows[0]?.[0] ?? '{}') as Plan;
  ok(plan.inputTableColumnInfos.length === 1, 'one table is read, once');
  const constraints = plan.inputTableColumnInfos[0]?.constraint.columnConstraints ?? [];
  // Many values are planned as a range over them.
  const planned = new Map(
    constraints.map(({ columnName, domain }) => [columnName, domain.ranges.map(({ low, high }) => [low.value, high.value] as const)]),
  );
  const demand = (key: string, isAsked: (low: string, high: string) => boolean) => {
    const ranges = planned.get(key);
    ok(
      ranges !== undefined && ranges.length > 0 && ranges.every(([low, high]) => isAsked(low, high)),
      `${key}: ${ranges?.join(' ')} for ${asked.where}`,
    );
  };
  if (asked.isByDay) demand('timestamp', (low, high) => asked.hasDays(low, high));
  else for (const key of ['year', 'month', 'day']) demand(key, () => true);
  for (const key of ['account', 'region'].filter((one) => asked.where.includes(`"${one}"`))) {
    demand(key, (low, high) => asked.has(key, low) && asked.has(key, high));
  }
  const beyond = requests.filter(({ method, key }) => {
    const [, account = '', region = '', day = ''] = /(\d{12})\/CloudTrail\/([a-z0-9-]+)\/(\d{4}\/\d{2}\/\d{2})\//.exec(key) ?? [];
    return method === 'GET' && !asked.hasFolder(account, region, day);
  });
  ok(beyond.length === 0, `read beyond what was asked: ${beyond[0]?.key} for ${asked.where}`);
}
