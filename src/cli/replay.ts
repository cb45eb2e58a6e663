import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { type Rehearsal, rehearse } from '../app/rehearse.ts';
import { readNetworkSnapshot } from '../config/network-snapshot.ts';
import { readPolicyFile } from '../config.ts';
import { parseJson } from '../core/json.ts';
import type { JudgeContext } from '../core/judge.ts';
import { recordsIn } from '../core/record.ts';
import { rehearsalText } from '../report/rehearsal.ts';
import { coloured } from './coloured.ts';
import { UsageError } from './errors.ts';
import { networkSnapshotHelp } from './source.ts';

export function replayCommand(): Command {
  return new Command('replay')
    .description('what the monitor would do with an event, rule by rule, and why; nothing is done')
    .argument('<event...>', 'files with a CloudTrail record, an EventBridge event, a LookupEvents item or {"Records": []}; - is stdin')
    .option('--config <file>', 'policy file (default: ./sagewarden.yml, else the built-in defaults)')
    .option('--network-snapshot <file>', networkSnapshotHelp)
    .option('--json', 'as JSON on stdout')
    .option('--quiet', 'the exit code only')
    .addHelpText(
      'after',
      `
Examples:
  sagewarden replay events/training-job/*.json
  aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=CreateModel | sagewarden replay -

Exit codes: 0 nothing to alert on, 1 at least one event is NON_COMPLIANT or tampers with a trail, 2 could not run, 3 at least one cannot be judged or read.`,
    )
    .action(replay);
}

interface ReplayFlags {
  readonly config?: string;
  readonly networkSnapshot?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

async function replay(files: string[], flags: ReplayFlags): Promise<void> {
  const asOf = new Date().toISOString();
  const { policy } = readPolicyFile(flags.config, asOf);
  const network = flags.networkSnapshot === undefined ? undefined : readNetworkSnapshot(flags.networkSnapshot).facts;
  const context: JudgeContext = { policy, asOf, ...(network && { network }) };
  const rehearsals: (Rehearsal & { readonly file: string })[] = [];
  for (const file of files) for (const rehearsal of await rehearseFile(file, context)) rehearsals.push({ file, ...rehearsal });
  process.exitCode = exitCodeOf(rehearsals);
  if (flags.json) process.stdout.write(`${JSON.stringify(rehearsals, null, 2)}\n`);
  else if (!flags.quiet) process.stdout.write(rehearsals.map((rehearsal) => rehearsalText(rehearsal, coloured())).join('\n'));
}

async function rehearseFile(file: string, context: JudgeContext): Promise<Rehearsal[]> {
  const text = file === '-' ? await stdin() : await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => failRead(file, cause));
  const value = parseJson(text.replace(/^\uFEFF/, ''));
  if (value === undefined)
    throw new UsageError(`${file}: not JSON; expected a CloudTrail record, an EventBridge event or a LookupEvents answer`);
  const rehearsals = [...recordsIn(value)].map((parsed) => rehearse(parsed, context));
  if (rehearsals.length === 0) throw new UsageError(`${file}: no record in it`);
  return rehearsals;
}

function failRead(file: string, cause: NodeJS.ErrnoException): never {
  throw new UsageError(
    `${file}: ${cause.code === 'ENOENT' ? 'no such file' : cause.code === 'EISDIR' ? 'a folder; name the files in it' : cause.message}`,
  );
}

async function stdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function exitCodeOf(rehearsals: readonly Rehearsal[]): 0 | 1 | 3 {
  if (rehearsals.some(({ decisions, tampering }) => tampering || decisions?.class === 'non-compliant')) return 1;
  const unclear = rehearsals.some(({ reading, decisions }) => reading.kind === 'unreadable' || decisions?.class === 'not-evaluable');
  return unclear ? 3 : 0;
}
