import type { Briefing } from './briefing.ts';
import { fitted } from './fit.ts';
import type { Phrase } from './phrase.ts';
import { plainSink } from './plain-sink.ts';
import { severityWords } from './words.ts';

/** UTF-16 units of one line, at most. */
const lineLimit = 8_000;

/** An alert as plain text, for e-mail: one fact a line, points below each other, addresses on lines of their own. */
export function plainLines(briefing: Briefing): string[] {
  const { facts, points, links, footer } = briefing;
  const width = Math.max(...facts.map(({ label }) => label.length));
  return [
    headline(briefing),
    '',
    ...facts.map(({ label, text }) => `${label.padEnd(width)}  ${line(text)}`),
    ...points.flatMap(({ label, lines }) => ['', label, ...lines.map((each) => `  - ${line(each)}`)]),
    ...(links.length > 0 ? ['', ...links.flatMap(({ label, url }) => [`${label}:`, `  ${url}`])] : []),
    '',
    line(footer),
  ];
}

export function headline({ severity, title }: Briefing): string {
  return `${severity === null ? '' : `${severityWords[severity]}: `}${line(title)}`;
}

const line = (phrase: Phrase): string => fitted(phrase, plainSink, lineLimit).text;
