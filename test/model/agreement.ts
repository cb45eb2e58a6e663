import type { KeyEntry } from './archive.ts';
import { rules } from './key.ts';

/** What a row of `population.jsonl` is held to. */
export interface Row {
  readonly eventId: string;
  readonly class: string;
  readonly verdicts: Readonly<Record<string, string>>;
}

export interface Disagreement {
  readonly eventId: string;
  readonly what: 'missing' | 'not expected' | 'twice' | 'another answer';
  readonly expected?: unknown;
  readonly found?: unknown;
  readonly record?: unknown;
}

/** Every event on which the rows and the key differ. */
export function disagreements(key: ReadonlyMap<string, KeyEntry>, rows: readonly Row[]): Disagreement[] {
  const out: Disagreement[] = [];
  const met = new Set<string>();
  for (const row of rows) {
    const { eventId } = row;
    const entry = key.get(eventId);
    if (!entry) out.push({ eventId, what: 'not expected', found: row });
    else if (met.has(eventId)) out.push({ eventId, what: 'twice', found: row });
    else if (written(entry) !== written(row)) {
      const { record, ...expected } = entry;
      out.push({ eventId, what: 'another answer', expected, found: { class: row.class, verdicts: row.verdicts }, record });
    }
    met.add(eventId);
  }
  for (const [eventId, { record, ...expected }] of key) {
    if (!met.has(eventId)) out.push({ eventId, what: 'missing', expected, record });
  }
  return out;
}

function written(answer: Pick<Row, 'class' | 'verdicts'> | KeyEntry): string {
  const verdicts = answer.verdicts as Readonly<Record<string, string | undefined>>;
  const others = Object.keys(verdicts).filter((name) => !(rules as readonly string[]).includes(name));
  return [answer.class, ...rules.map((rule) => `${rule}=${verdicts[rule] ?? '-'}`), ...others].join(' ');
}
