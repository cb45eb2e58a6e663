import pc from 'picocolors';
import { shortened, terminalSafe } from '../text/safe-text.ts';
import type { Verification } from './verify.ts';

/** The verification for a terminal: one line a check, what is wrong under it. Ends with a line break. */
export function verificationText({ ok, runSha256, checks }: Verification, dir: string, colour: boolean): string {
  const colours = pc.createColors(colour);
  const marks = { true: colours.green('yes'), false: colours.red('NO '), null: colours.dim('-  ') };
  const width = Math.max(...checks.map(({ id }) => id.length));
  const lines = checks.flatMap(({ id, ok: holds, means, details }) => {
    const line = `${marks[`${holds}`]}  ${id.padEnd(width)}  ${means}`;
    const [only = ''] = details;
    if (holds !== false && details.length <= 1) return [only === '' ? line : `${line} (${one(only)})`];
    return [line, ...details.map((detail) => `${' '.repeat(width + 7)}${one(detail)}`)];
  });
  const outcome = ok ? colours.green('Nothing was found altered.') : colours.red('Something was altered, or does not agree.');
  return `${[...lines, '', `${terminalSafe(dir)}: run ${runSha256 ?? '(no evidence.json)'}`, colours.bold(outcome)].join('\n')}\n`;
}

const one = (text: string) => terminalSafe(shortened(text, 300));
