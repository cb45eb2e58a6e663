import { readFile } from 'node:fs/promises';
import { PlanError, readPlan } from '../app/prevent/plan/document.ts';
import { judgePlan as judged, type PlanJudgement } from '../app/prevent/plan/judge.ts';
import type { Policy } from '../core/policy.ts';
import { UsageError } from './errors.ts';
import { planText } from './prevent-plan-words.ts';

/** Judges a plan in JSON (`-`: stdin), prints what is found, and sets the exit code. */
export async function judgePlan(file: string, policy: Policy, asOf: string, asJson: boolean): Promise<void> {
  const text = file === '-' ? await stdin() : await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => unreadable(file, cause));
  const judgement = judged(planIn(file, text), policy, asOf);
  process.exitCode = exitCodeOf(judgement);
  process.stdout.write(asJson ? `${JSON.stringify(judgement, null, 2)}\n` : planText(judgement));
}

function planIn(file: string, text: string): ReturnType<typeof readPlan> {
  try {
    return readPlan(text);
  } catch (error) {
    if (error instanceof PlanError) throw new UsageError(`--plan ${file}: ${error.message}`);
    throw error;
  }
}

function unreadable(file: string, cause: NodeJS.ErrnoException): never {
  const why = cause.code === 'ENOENT' ? 'no such file' : cause.code === 'EISDIR' ? 'a folder, not a file' : cause.message;
  throw new UsageError(`--plan ${file}: ${why}; expected what \`terraform show -json PLANFILE\` writes`);
}

async function stdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function exitCodeOf({ resources, incomplete }: PlanJudgement): 0 | 1 | 3 {
  if (resources.some((each) => each.class === 'non-compliant')) return 1;
  return incomplete || resources.some((each) => each.class === 'not-evaluable') ? 3 : 0;
}
