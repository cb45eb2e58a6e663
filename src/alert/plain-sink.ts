import type { Sink } from './atoms.ts';

/** E-mail and other plain text: what is not ours stands between quotation marks, and its addresses are none that a client opens. */
export const plainSink: Sink = {
  open: '"',
  close: '"',
  escape: (text, quoted) => (quoted ? text.replaceAll('"', "'") : text),
  quote: (text) => text.replaceAll('://', '[:]//'),
  time: (_, text) => text,
};
