import { describe, expect, test } from 'vitest';
import { customNotification } from '../../src/alert/amazon-q.ts';
import { securityFindings } from '../../src/alert/asff.ts';
import { slackPreview } from '../../src/alert/preview.ts';
import { slackDigest, slackMessage, slackPlainMessage } from '../../src/alert/slack.ts';
import type { SlackMessage } from '../../src/alert/slack-message.ts';
import { snsMessage } from '../../src/alert/sns.ts';
import type { Alert } from '../../src/core/alert.ts';
import { asffLimits } from '../../src/formats/asff.ts';
import { blockKitProblems } from '../../stand-ins/block-kit.ts';
import { change, hostile, hostileNames } from './samples.ts';

const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** Every text of a message that Slack shows. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

/** What is left of mrkdwn once code spans, our links and our dates are taken out: nothing of a name may be in it. */
function outsideCode(text: string): string {
  return text
    .replace(/<https:\/\/[^<>|\s]+\|[^<>|]+>/g, '')
    .replace(/<!date\^\d+\^[^<>|^]+\|[^<>|]+>/g, '')
    .replace(/`[^`\n]*`/g, '');
}

describe.each(Object.entries(hostileNames))('%s', (_, name) => {
  const alerts = hostile(name);

  test('is taken by Slack, and is inert there', () => {
    for (const message of [
      ...alerts.map((alert) => slackMessage(alert)),
      ...alerts.map((alert) => slackPlainMessage(alert)),
      slackDigest(alerts),
    ]) {
      expect(blockKitProblems(message)).toEqual([]);
      for (const text of texts(message)) {
        expect(text.replaceAll('\n', '')).not.toMatch(unsafe);
        expect(text).not.toMatch(/\p{Cs}/u);
      }
      for (const text of mrkdwnOf(message)) {
        expect(outsideCode(text)).not.toMatch(/`|<!|<@|<#|evil|[!@#]channel|@here|owned|forged|_it_/);
      }
    }
  });

  test('is inert in an e-mail, within the limits of SNS', () => {
    for (const alert of alerts) {
      const { subject, body, attributes } = snsMessage(alert);
      expect(subject).toMatch(/^[\x21-\x7e][\x20-\x7e]{0,98}$/);
      expect(body.replaceAll('\n', '')).not.toMatch(unsafe);
      expect(body).not.toMatch(/^Subject: forged|^ *- obey/m);
      expect(body).not.toContain('https://evil');
      expect(Object.keys(attributes).length).toBeLessThanOrEqual(10);
      const bytes = Object.entries(attributes).reduce(
        (sum, [key, { type, value }]) => sum + Buffer.byteLength(key + type + value),
        Buffer.byteLength(body),
      );
      expect(bytes).toBeLessThanOrEqual(256 * 1024);
      for (const { value } of Object.values(attributes)) {
        expect(value).not.toBe('');
        expect(value).not.toMatch(unsafe);
      }
    }
  });

  test('is inert in Amazon Q', () => {
    for (const alert of alerts) {
      const { content } = customNotification(alert);
      expect(content.description.length).toBeLessThanOrEqual(3_000);
      expect(content.title.length).toBeLessThanOrEqual(250);
      for (const text of [content.title, content.description, ...content.nextSteps]) {
        expect(outsideCode(text)).not.toMatch(/[`<>]|evil|[!@#]channel|@here|owned|forged/);
        expect(text.replaceAll('\n', '')).not.toMatch(unsafe);
      }
    }
  });

  test('is inert in Security Hub, within the limits of ASFF', () => {
    for (const finding of alerts.flatMap((alert) => securityFindings(alert, { account: '111122223333', region: 'eu-west-1' }))) {
      const { Title, Description, Id } = finding as unknown as Record<'Title' | 'Description' | 'Id', string>;
      expect([Title.length <= asffLimits.title, Description.length <= asffLimits.description, Id.length <= asffLimits.id]).toEqual([
        true,
        true,
        true,
      ]);
      expect(JSON.stringify(finding)).not.toMatch(unsafe);
      expect(Buffer.byteLength(JSON.stringify(finding))).toBeLessThan(asffLimits.bytesPerFinding);
    }
  });

  test('is text in the preview', () => {
    for (const alert of alerts) {
      const html = slackPreview(slackMessage(alert));
      expect(html).not.toMatch(/<(script|img|iframe|object|!channel)|evil\.example["']/i);
      expect(html.match(/<a /g)?.length ?? 0).toBe(0);
    }
  });
});

/** Header and plain_text objects have no markup. */
function mrkdwnOf({ text, blocks = [] }: SlackMessage): string[] {
  return [text, ...blocks.filter(({ type }) => type !== 'header').flatMap(texts)];
}

describe('nothing is lost without a word', () => {
  const named = (name: string): Alert => ({ ...change, resource: { ...change.resource, name } });

  test('3,000 emoji are posted whole, over as many blocks as it takes', () => {
    const { blocks } = slackMessage(named(hostileNames.emoji ?? ''));
    const inFull = texts(blocks).filter((text) => text.startsWith('*What, in full*'));
    expect(inFull.join('').match(/😀/gu)).toHaveLength(3_000);
    expect(texts(blocks).join('')).toContain('… (2,800 more characters)');
  });

  test('a long name is cut between entities, and the cut is counted', () => {
    const { blocks } = slackMessage(named('&'.repeat(1_000)));
    const [header] = texts(blocks?.[0]);
    expect(header).toBeDefined();
    const [, , shown = '', left] =
      texts(blocks?.[0])
        .join('')
        .match(/(TrainingJob )((?:&amp;)+)… \((\d+) more/) ?? [];
    expect(shown.length / 5 + Number(left)).toBeGreaterThanOrEqual(1_000);
  });

  test('what does not fit at all is said', () => {
    const [alert] = hostile('x'.repeat(60_000));
    const message = slackMessage(alert ?? change);
    expect(blockKitProblems(message)).toEqual([]);
    expect(texts(message).join('\n')).toMatch(/… \(\d+ more blocks of text: see the e-mail, or the event itself\)/);
    const { body, attributes } = snsMessage(alert ?? change);
    expect(body).toMatch(/more characters\)|more lines\)/);
    expect(JSON.parse(attributes.alert?.value ?? '').userAgent).toMatch(/… \(\d+ more characters\)$/);
  });
});

test('the check of Slack messages sees what is wrong', () => {
  const section = (text: string) => ({ text: 'x', blocks: [{ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }] });
  expect(blockKitProblems(section('x'.repeat(3_001)))).toEqual(['blocks[0] section: 3001 of 3000']);
  expect(blockKitProblems(section('<!channel>'))).toEqual(['blocks[0] section: markup other than a link or a date']);
  expect(blockKitProblems(section('&am… cut'))).toEqual(['blocks[0] section: half an entity']);
  expect(blockKitProblems(section('\ud83d'))).toEqual(['blocks[0] section: half a surrogate pair']);
  expect(blockKitProblems({ text: 'x', blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) })).toEqual(['blocks: 51 of 50']);
  expect(blockKitProblems({ blocks: [] })).toEqual(['no_text: a message needs a text to fall back to']);
});
