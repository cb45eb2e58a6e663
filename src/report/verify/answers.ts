import { canonicalJson } from '../../canonical.ts';
import { describedPosture } from '../../core/described.ts';
import type { Evidence } from '../../core/evidence/model.ts';
import type { PopulationRow } from '../../core/evidence/population.ts';
import { isObject, object, parseJson, text } from '../../core/json.ts';
import { sha256Of } from '../hash.ts';
import { answersName } from '../lay-out.ts';
import { linesOf } from '../load/lines.ts';
import { readRows } from '../load/rows.ts';
import { type Check, check } from './check.ts';

/** More than these are counted only. */
const shown = 10;

/**
 * A posture run's rows, each held against its answer: the hash is the line's, and the posture is what the answer says, read once
 * more. Rows and answers are in the same order, so that neither has to be kept.
 */
export function answerChecks(dir: string, { posture }: Evidence): Check[] {
  if (!posture) return [];
  const wrong: string[] = [];
  let [rows, lines] = [0, 0];
  const answers = linesOf(dir, answersName);
  let line: string | undefined;
  for (const row of readRows(dir)) {
    rows++;
    while (lines <= (row.recordIndex ?? -1)) {
      const next = answers.next();
      if (next.done) break;
      line = next.value;
      lines++;
    }
    const fault =
      row.object === answersName && lines === (row.recordIndex ?? -1) + 1 ? faultOf(row, line ?? '') : 'has no answer in its place';
    if (fault !== undefined && wrong.length < shown) wrong.push(`row ${rows}, ${row.resourceType} ${row.resourceName}: ${fault}`);
  }
  while (!answers.next().done) lines++;
  if (lines !== posture.answers.lines) wrong.push(`${lines} lines, evidence.json says ${posture.answers.lines}`);
  return [check('answers', 'each row is what its line of answers.jsonl says', wrong, [`${lines} lines`])];
}

function faultOf(row: PopulationRow, line: string): string | undefined {
  if (sha256Of([line]) !== row.recordSha256) return `the line's sha256 is another`;
  const said = parseJson(line);
  if (!isObject(said)) return 'the line is no JSON object';
  if (said.type !== row.resourceType || said.account !== row.account || said.region !== row.region)
    return 'the line is of another resource';
  if ((text(said, 'arn') ?? null) !== row.resourceArn) return 'the line has another ARN';
  const answer = object(said, 'answer');
  if (!answer && /"known":true/.test(canonicalJson(row.posture))) return 'it has a posture, and there is no answer';
  return answer && canonicalJson(describedPosture(row.resourceType, answer)) !== canonicalJson(row.posture)
    ? 'its posture is not what the answer says'
    : undefined;
}
