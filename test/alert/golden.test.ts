import type { KnownBlock } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { customNotification } from '../../src/alert/amazon-q.ts';
import { securityFindings } from '../../src/alert/asff.ts';
import { readAlert } from '../../src/alert/read.ts';
import { slackDigest, slackMessage, slackPlainMessage } from '../../src/alert/slack.ts';
import { snsMessage } from '../../src/alert/sns.ts';
import { jsonText } from '../../src/text/safe-text.ts';
import { blockKitProblems } from '../../stand-ins/block-kit.ts';
import { context, samples } from './samples.ts';

/* Whole messages, to be read in review: test/golden/alerts. Made anew by `npx vitest run test/alert -u`. */

const golden = (name: string) => `../golden/alerts/${name}`;
const hub = { account: '111122223333', region: 'eu-west-1' };

describe.each(Object.entries(samples))('%s', (name, alert) => {
  test('in an e-mail, with attributes', async () => {
    const { subject, body, attributes } = snsMessage(alert, context);
    const { alert: value, ...filters } = attributes;
    const head = Object.entries(filters).map(([key, { type, value: text }]) => `${key} (${type}): ${text}`);
    expect(JSON.parse(value?.value ?? '')).toEqual(alert);
    await expect(`Subject: ${subject}\n${head.join('\n')}\n\n${body}`).toMatchFileSnapshot(golden(`${name}.sns.txt`));
  });

  test('in Slack', async () => {
    const message = slackMessage(alert, context);
    // Slack's own types take the blocks, too.
    const blocks: KnownBlock[] = message.blocks ?? [];
    expect(blocks.length).toBeGreaterThan(2);
    expect(blockKitProblems(message)).toEqual([]);
    await expect(`${jsonText(message, 2)}\n`).toMatchFileSnapshot(golden(`${name}.slack.json`));
  });

  test('in Slack without blocks', async () => {
    const message = slackPlainMessage(alert, context);
    expect(blockKitProblems(message)).toEqual([]);
    await expect(`${message.text}\n`).toMatchFileSnapshot(golden(`${name}.slack.txt`));
  });

  test('in Amazon Q', async () => {
    await expect(`${jsonText(customNotification(alert, context), 2)}\n`).toMatchFileSnapshot(golden(`${name}.amazon-q.json`));
  });

  test('is read back as it was', () => {
    expect(readAlert(JSON.stringify(alert))).toEqual(alert);
  });
});

test.each(['change', 'unseen', 'roll-up'])('%s in Security Hub', async (name) => {
  const [alert] = [samples[name]];
  if (!alert) throw new Error(name);
  await expect(`${jsonText(securityFindings(alert, hub), 2)}\n`).toMatchFileSnapshot(golden(`${name}.asff.json`));
});

test.each(['trail-tampering', 'heartbeat', 'sink-broken', 'test'])('%s is no finding of a resource', (name) => {
  const [alert] = [samples[name]];
  expect(alert && securityFindings(alert, hub)).toEqual([]);
});

test('what waited, in one message of Slack', async () => {
  const message = slackDigest(Object.values(samples), context);
  expect(blockKitProblems(message)).toEqual([]);
  await expect(`${jsonText(message, 2)}\n`).toMatchFileSnapshot(golden('digest.slack.json'));
});
