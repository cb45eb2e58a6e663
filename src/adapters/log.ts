import type { Log, LogFields } from '../app/ports.ts';

/** Lines of JSON, as CloudWatch Logs Insights reads them. */
export function lineLog(write: (line: string) => void): Log {
  const line =
    (level: 'INFO' | 'WARN' | 'ERROR') =>
    (message: string, fields: LogFields = {}) =>
      write(`${escaped(JSON.stringify({ level, message, ...fields }))}\n`);
  return { info: line('INFO'), warn: line('WARN'), error: line('ERROR') };
}

/** JSON escapes ASCII controls; what else could move a terminal's cursor, hide or turn text is escaped here. */
function escaped(json: string): string {
  return json.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) =>
    [...Array(character.length).keys()].map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  );
}
