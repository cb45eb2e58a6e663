import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { slackPreview } from '../src/alert/preview.ts';
import type { SlackMessage } from '../src/alert/slack-message.ts';
import { jsonText, terminalSafe } from '../src/text/safe-text.ts';
import { justNow } from './local/just-now.ts';
import { type Outcome, openStage } from './local/stage.ts';

/**
 * `npm run local -- events/...`: the live monitor, on this machine, for one event file after the other: its log lines, the ledger's row, the
 * message of the topic, and what Slack gets, as JSON and as a page.
 */

const { values, positionals } = parseArgs({
  options: {
    'as-recorded': { type: 'boolean' },
    config: { type: 'string' },
    out: { type: 'string', default: 'evidence/local' },
    help: { type: 'boolean', short: 'h' },
  },
  allowPositionals: true,
});

if (values.help || positionals.length === 0) {
  console.log(
    'npm run local -- [--config POLICY] [--out DIR] [--as-recorded] EVENT...\n\nEVENT: a file with a CloudTrail record, an EventBridge event or an SQS batch, such as those under events/.\nWithout --as-recorded an event happened a few seconds ago.',
  );
  process.exit(values.help ? 0 : 2);
}

function show(file: string, outcome: Outcome): void {
  console.log(`\n=== ${file}`);
  part('log', outcome.log.map(terminalSafe));
  if (outcome.error) part('failed: Lambda would try again', [terminalSafe(outcome.error)]);
  part(
    'ledger',
    outcome.rows.map((row) => jsonText(row, 2)),
  );
  part(
    'SageMaker was asked',
    outcome.calls.map(({ operation, input }) => terminalSafe(`${operation} ${JSON.stringify(input)}`)),
  );
  part(
    'topic',
    outcome.published.map(({ subject = '', message }) => `${terminalSafe(subject)}\n\n${message}`),
  );
  part(
    'Slack',
    outcome.posted.map((message) => jsonText(message, 2)),
  );
  outcome.posted.forEach((message, index) => {
    const page = join(values.out, `${basename(file, '.json')}${index === 0 ? '' : `-${index + 1}`}.html`);
    mkdirSync(values.out, { recursive: true });
    writeFileSync(page, slackPreview(message as unknown as SlackMessage));
    console.log(`\n  preview: ${page}`);
  });
}

function part(title: string, texts: readonly string[]): void {
  if (texts.length === 0) return;
  console.log(`\n  ${title}`);
  for (const text of texts) console.log(text.replace(/^/gm, '    '));
}

const events = positionals.map((file) => {
  const event: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return { file, event: values['as-recorded'] ? event : justNow(event) };
});
const stage = await openStage(values.config === undefined ? {} : { policyFile: values.config });
try {
  for (const { file, event } of events) {
    const outcome = await stage.play(event);
    show(file, outcome);
    if (outcome.error) process.exitCode = 1;
  }
} finally {
  await stage.close();
}
