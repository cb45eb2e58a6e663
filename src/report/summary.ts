import pc from 'picocolors';
import type { EvidenceFinding } from '../core/evidence/finding.ts';
import type { Evidence } from '../core/evidence/model.ts';
import { type RowClass, rowClasses } from '../core/evidence/population.ts';
import type { EvidenceVerdict } from '../core/evidence/verdict.ts';
import type { Severity } from '../core/rule.ts';
import { becauseWords } from '../text/because.ts';
import { count, counted } from '../text/numbers.ts';
import { shortened, terminalSafe } from '../text/safe-text.ts';
import { worstFirst } from './order.ts';
import {
  claimSentence,
  classWords,
  exemptionSentence,
  logControlSentence,
  resourceWords,
  tieOutSentence,
  verdictSentence,
  verdictWords,
} from './sentences.ts';

interface SummaryOptions {
  readonly colour: boolean;
  /** What was written where, in the order to print; none: the section is left out. */
  readonly paths?: readonly { readonly label: string; readonly path: string }[];
}

type Paint = (text: string) => string;
type Colours = ReturnType<typeof pc.createColors>;

const worstShown = 10;
const marks: Readonly<Record<EvidenceVerdict, string>> = {
  CONFIRMED: '✓',
  CONFIRMED_WITH_EXCEPTIONS: '✓',
  NOT_CONFIRMED: '✗',
  INCONCLUSIVE: '?',
};

/** The run for a terminal: verdict, counts, worst findings, limits, tie-out, paths. Ends with a line break. */
export function summary(evidence: Evidence, { colour, paths = [] }: SummaryOptions): string {
  const colours = pc.createColors(colour);
  const sections = [
    head(evidence, colours),
    counts(evidence, colours),
    worst(evidence, colours),
    limits(evidence, colours),
    closing(evidence, colours),
    files(paths, colours),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function head(evidence: Evidence, colours: Colours): string[] {
  const paint: Record<EvidenceVerdict, Paint> = {
    CONFIRMED: colours.green,
    CONFIRMED_WITH_EXCEPTIONS: colours.green,
    NOT_CONFIRMED: colours.red,
    INCONCLUSIVE: colours.yellow,
  };
  const { verdict } = evidence;
  return [
    colours.bold(paint[verdict](`${marks[verdict]} ${verdictWords[verdict].toUpperCase()}`)),
    ...wrapped(verdictSentence(evidence)),
    ...wrapped(`Claim: ${claimSentence(evidence)}`).map(colours.dim),
  ];
}

function counts({ population }: Evidence, colours: Colours): string[] {
  const width = Math.max(count(population.rows).length, 6);
  const line = (name: RowClass) => `  ${count(population.byClass[name]).padStart(width)}  ${classWords[name]}`;
  const paint = (name: RowClass): Paint => {
    if (population.byClass[name] === 0) return colours.dim;
    return name === 'non-compliant' ? colours.red : name === 'not-evaluable' ? colours.yellow : String;
  };
  return [
    colours.bold('Population'),
    ...rowClasses.map((name) => paint(name)(line(name))),
    `  ${count(population.rows).padStart(width)}  in all`,
  ];
}

function worst({ findings, posture }: Evidence, colours: Colours): string[] {
  const isPosture = posture !== undefined;
  const open = worstFirst(findings.filter((finding) => finding.status === 'open'));
  if (open.length === 0) return [];
  const title = open.length > worstShown ? `Worst findings (${worstShown} of ${count(open.length)})` : 'Findings';
  return [colours.bold(title), ...open.slice(0, worstShown).flatMap((finding) => findingLines(finding, colours, isPosture))];
}

function findingLines(finding: EvidenceFinding, colours: Colours, isPosture: boolean): string[] {
  const paint: Record<Severity, Paint> = { critical: colours.red, high: colours.red, medium: colours.yellow, low: String };
  const exemption = exemptionSentence(finding);
  return [
    `  ${paint[finding.severity](finding.severity.padEnd(8))}  ${colours.bold(one(resourceWords(finding)))}  ${colours.dim(finding.rule)}`,
    `            ${one(becauseWords(finding.because), 240)}`,
    colours.dim(
      `            ${one(isPosture ? `${finding.resourceArn ?? ''} ${finding.account} ${finding.region}`.trim() : `${finding.eventName} at ${finding.eventTime} by ${finding.actor}`, 240)}`,
    ),
    ...(exemption ? [`            ${one(exemption)}`] : []),
  ];
}

function limits({ limits: found }: Evidence, colours: Colours): string[] {
  if (found.length === 0) return [];
  return [
    colours.bold('What limits it'),
    ...found.flatMap((limit) => [
      ...wrapped(limit.what, limit.inconclusive ? '  ? ' : '  - ').map(limit.inconclusive ? colours.yellow : String),
      ...wrapped(`To close it: ${limit.closedBy}`, '    ').map(colours.dim),
    ]),
  ];
}

function closing(evidence: Evidence, colours: Colours): string[] {
  const { problems } = evidence;
  return [
    `${colours.bold('Tie-out')}      ${one(tieOutSentence(evidence))}`,
    ...(evidence.posture ? [] : [`${colours.bold('Log control')}  ${one(logControlSentence(evidence))}`]),
    ...(problems.length > 0 ? [`${colours.bold('Problems')}     ${counted(problems.length, 'problem')}, each named in the evidence`] : []),
  ];
}

function files(paths: NonNullable<SummaryOptions['paths']>, colours: Colours): string[] {
  if (paths.length === 0) return [];
  const width = Math.max(...paths.map(({ label }) => label.length));
  return [colours.bold('Files'), ...paths.map(({ label, path }) => `  ${terminalSafe(label.padEnd(width))}  ${terminalSafe(path)}`)];
}

/** One line of untrusted text, no longer than a few lines of a terminal. */
function one(text: string, limit = 160): string {
  return terminalSafe(shortened(text, limit));
}

function wrapped(text: string, indent = '  ', width = 100): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of terminalSafe(shortened(text, 2_000)).split(' ')) {
    if (line !== '' && line.length + word.length + 1 > width - indent.length) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  const rest = ' '.repeat(indent.length);
  return lines.map((part, at) => (at === 0 ? indent : rest) + part);
}
