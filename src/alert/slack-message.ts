/** The part of Block Kit that alerts use. Source: docs.slack.dev/reference/block-kit/blocks. */
export interface SlackMessage {
  /** Notifications and clients without blocks show it; the whole message when there are no blocks. */
  readonly text: string;
  readonly blocks?: SlackBlock[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

export interface Mrkdwn {
  readonly type: 'mrkdwn';
  readonly text: string;
  /** Slack makes no links and mentions of its own out of the text. */
  readonly verbatim: true;
}

export type SlackBlock =
  | { readonly type: 'header'; readonly text: { readonly type: 'plain_text'; readonly text: string; readonly emoji: false } }
  | { readonly type: 'section'; readonly text: Mrkdwn }
  | { readonly type: 'section'; readonly fields: Mrkdwn[] }
  | { readonly type: 'context'; readonly elements: Mrkdwn[] }
  | { readonly type: 'divider' };

/**
 * Characters and counts. Slack does not say whether it counts UTF-16 units or code points: units are never fewer.
 * Sources: docs.slack.dev/reference/block-kit/blocks/{header,section,context}-block, .../block-kit/blocks (50 blocks in a message),
 * .../methods/chat.postMessage (text is cut at 40,000).
 */
export const slackLimits = { header: 150, section: 3000, fields: 10, field: 2000, contextElements: 10, blocks: 50, text: 40_000 } as const;

export const mrkdwn = (text: string): Mrkdwn => ({ type: 'mrkdwn', text, verbatim: true });
export const section = (text: string): SlackBlock => ({ type: 'section', text: mrkdwn(text) });
