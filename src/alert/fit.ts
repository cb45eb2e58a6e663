import { count } from '../text/numbers.ts';
import { type Run, runs, type Sink, wholeText } from './atoms.ts';
import type { Phrase } from './phrase.ts';

export interface Fitted {
  readonly text: string;
  /** `false`: something was left out, and the text says so. */
  readonly whole: boolean;
}

/** Room for the words that say what was left out: of one value, and of the phrase. */
const reserve = 2 * '… (1,000,000 more characters)'.length;

/**
 * A phrase in at most `limit` UTF-16 units, cut between atoms only; what is left out is said, and counted in characters.
 *
 * @param valueLimit characters that one quoted value may have before it is shortened by itself
 */
export function fitted(phrase: Phrase, sink: Sink, limit: number, valueLimit = limit): Fitted {
  const pieces = phrase.map((piece) => wholeText(piece, sink));
  const whole = pieces.map(({ quoted, text }) => (quoted ? `${sink.open}${text}${sink.close}` : text)).join('');
  // Units are never fewer than atoms: what passes by them passes.
  const short = whole.length <= limit && pieces.every((piece) => !piece.quoted || piece.text.length <= valueLimit);
  if (short) return { text: whole, whole: true };
  const all = runs(phrase, sink);
  if (whole.length <= limit && all.every(({ quoted, atoms }) => !quoted || atoms.length <= valueLimit)) return { text: whole, whole: true };
  let [text, left] = ['', 0];
  for (const run of all) {
    const shown = left > 0 ? 0 : room(run, sink, limit - text.length - reserve, valueLimit);
    if (shown === 0) left += run.atoms.length;
    else text += write(run, sink, shown) + more(run.atoms.length - shown);
  }
  return { text: text + more(left), whole: false };
}

/** The whole phrase in pieces of at most `limit` units; a value that goes over the edge is marked in both. */
export function chunks(phrase: Phrase, sink: Sink, limit: number): string[] {
  const pieces: string[] = [];
  let text = '';
  for (const { quoted, atoms } of runs(phrase, sink)) {
    let rest = atoms;
    while (rest.length > 0) {
      const shown = room({ quoted, atoms: rest }, sink, limit - text.length, rest.length);
      text += shown === 0 ? '' : write({ quoted, atoms: rest }, sink, shown);
      rest = rest.slice(shown);
      if (rest.length > 0) {
        pieces.push(text);
        text = '';
      }
    }
  }
  return text === '' ? pieces : [...pieces, text];
}

/** How many atoms of a run fit. */
function room({ quoted, atoms }: Run, sink: Sink, units: number, valueLimit: number): number {
  let used = quoted ? sink.open.length + sink.close.length : 0;
  const most = quoted ? Math.min(atoms.length, valueLimit) : atoms.length;
  for (let shown = 0; shown < most; shown++) {
    used += atoms[shown]?.length ?? 0;
    if (used > units) return shown;
  }
  return most;
}

function write({ quoted, atoms }: Run, { open, close }: Sink, shown: number): string {
  const text = atoms.slice(0, shown).join('');
  return quoted ? `${open}${text}${close}` : text;
}

function more(characters: number): string {
  return characters === 0 ? '' : `… (${count(characters)} more ${characters === 1 ? 'character' : 'characters'})`;
}
