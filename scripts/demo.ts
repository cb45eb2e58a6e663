import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { slackPreview } from '../src/alert/preview.ts';
import type { SlackMessage } from '../src/alert/slack-message.ts';
import { terminalSafe } from '../src/text/safe-text.ts';
import { justNow } from './local/just-now.ts';
import { type Outcome, openStage } from './local/stage.ts';

/**
 * `npm start`: both halves of one judgement. Events go through the live monitor, as it is deployed, against stand-ins for AWS and Slack on
 * this machine; then the bundled sample of a trail goes through the command line. The sample has findings: showing them is the success.
 */

const root = resolve(import.meta.dirname, '..');
const preview = 'evidence/local/slack.html';

const acts: readonly (readonly [title: string, file: string])[] = [
  ['A training job in a VPC, isolated', 'events/training-job/isolated-in-vpc.json'],
  ['A training job without a VPC', 'events/training-job/no-vpc-config.json'],
  ['The same event again: EventBridge may deliver twice', 'events/training-job/no-vpc-config.json'],
  ['Somebody else stops the trail', 'events/trail/stop-logging.json'],
];

async function live(): Promise<void> {
  console.log('The live monitor: EventBridge -> monitor -> ledger, SNS -> Slack (stand-ins on 127.0.0.1)\n');
  const stage = await openStage({ policyFile: resolve(root, 'scripts/local/policy.yml') });
  const events = new Map<string, unknown>();
  try {
    for (const [title, file] of acts) {
      const event = events.get(file) ?? justNow(JSON.parse(readFileSync(resolve(root, file), 'utf8')));
      events.set(file, event);
      const outcome = await stage.play(event);
      console.log(`${title}\n  ${file}`);
      for (const line of told(outcome)) console.log(`  ${terminalSafe(line)}`);
      console.log();
      keepPreview(outcome);
    }
  } finally {
    await stage.close();
  }
  console.log(`Slack's message as a page: ${preview}; every detail: npm run local -- events/training-job/no-vpc-config.json\n`);
}

function told({ log, rows, published, posted, calls, error }: Outcome): string[] {
  if (error !== null) throw new Error(`the monitor failed: ${error}`);
  if (log.some((line) => line.includes('"Duplicates":'))) return ['the ledger has it, done: no second alert, nothing is asked or stopped'];
  return [
    ...rows.map((row) => `verdict: ${row.class}${row.rules.length > 0 ? ` (${row.rules.join(', ')})` : ''}`),
    ...rows.flatMap(({ actions }) => actions.map(({ action, outcome, target }) => `${action} ${target.name}: ${outcome}`)),
    `SageMaker was asked: ${calls.map(({ operation }) => operation).join(', ') || 'nothing'}`,
    published.length === 0 ? 'no alert' : `alert: ${published.map(({ subject }) => subject).join('; ')}`,
    ...(posted.length > 0 ? [`Slack: ${posted.length} message`] : []),
  ];
}

function keepPreview({ posted: [message] }: Outcome): void {
  const page = resolve(root, preview);
  if (!message || kept) return;
  mkdirSync(dirname(page), { recursive: true });
  writeFileSync(page, slackPreview(message as unknown as SlackMessage));
  kept = true;
}
let kept = false;

function scan(): void {
  const period = ['--from', '2026-07-01T00:00:00Z', '--to', '2026-10-01T00:00:00Z'];
  const args = ['scan', 'sample', ...period, '--verify', '--public-keys', 'sample.public-keys.json', '--out', 'evidence/sample', '--force'];
  console.log(`The audit of a quarter, by the same judgement:\n$ npx sagewarden ${args.join(' ')}\n`);
  const cli = resolve(root, 'dist/cli.js');
  if (!existsSync(cli)) throw new Error('dist/cli.js is not there: npm run build');
  const { status } = spawnSync(process.execPath, [cli, ...args], { cwd: root, stdio: 'inherit' });
  console.log(`\nscan ended with exit code ${status} (0 confirmed, 1 findings, 2 could not run, 3 inconclusive)`);
  process.exitCode = status === 1 ? 0 : 1;
}

await live();
scan();
