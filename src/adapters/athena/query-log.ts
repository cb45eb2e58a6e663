import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { isObject, parseJson, text } from '../../core/json.ts';
import { AthenaError } from './athena-error.ts';

/** Which query was started for which statement, so that a run that goes on reads its results and does not pay for it again. */
export interface QueryLog {
  idOf(sql: string): string | undefined;
  add(sql: string, id: string): void;
}

/** In a file, a line for each; a torn last line is passed over. @throws AthenaError */
export function queryLog(path: string | undefined): QueryLog {
  const ids = new Map<string, string>();
  if (path !== undefined && existsSync(path)) {
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      const entry = parseJson(line);
      const [sql, id] = isObject(entry) ? [text(entry, 'sql'), text(entry, 'id')] : [];
      if (sql !== undefined && id !== undefined) ids.set(sql, id);
    }
  }
  return {
    idOf: (sql) => ids.get(nameOf(sql)),
    add(sql, id) {
      ids.set(nameOf(sql), id);
      if (path === undefined) return;
      try {
        // A line of its own, whatever stands before it.
        appendFileSync(path, `\n${JSON.stringify({ sql: nameOf(sql), id })}`, { mode: 0o600 });
      } catch (cause) {
        throw new AthenaError(`${path}: the checkpoint cannot be written: ${(cause as Error).message}`, { cause });
      }
    },
  };
}

function nameOf(sql: string): string {
  return createHash('sha256').update(sql).digest('hex');
}
