import { safeParts, terminalSafe } from '../text/safe-text.ts';
import type { Phrase } from './phrase.ts';
import { utc } from './times.ts';

/** How a sink writes what is not ours, and its own. */
export interface Sink {
  /** Where a value of somebody else begins and ends: a code span, quotation marks. */
  readonly open: string;
  readonly close: string;
  /** Of a quoted value, or of our own words: character by character. What hides or drives something was shown before. */
  escape(text: string, quoted: boolean): string;
  /** A quoted value as a whole, before it is cut into atoms. */
  quote?(text: string): string;
  /** A time as one atom. @param text UTC, in words */
  time(iso: string, text: string): string;
}

/** A piece of a phrase in atoms, which may not be cut: a code point, or one that is shown as `\u{1B}`, in the sink's own escaping. */
export interface Run {
  readonly quoted: boolean;
  readonly atoms: readonly string[];
}

/** A whole piece, as its atoms would be together. */
export function wholeText(piece: Phrase[number], sink: Sink): { readonly text: string; readonly quoted: boolean } {
  if (typeof piece === 'string') return { quoted: false, text: sink.escape(terminalSafe(piece), false) };
  const time = 'moment' in piece ? utc(piece.moment) : undefined;
  if ('moment' in piece && time !== undefined) return { quoted: false, text: sink.time(piece.moment, time) };
  const theirs = 'moment' in piece ? piece.moment : piece.quoted;
  return { quoted: true, text: theirs === '' ? '(empty)' : sink.escape(terminalSafe(sink.quote?.(theirs) ?? theirs), true) };
}

export function runs(phrase: Phrase, sink: Sink): Run[] {
  return phrase.map((piece) => {
    if (typeof piece === 'string') return { quoted: false, atoms: escaped(piece, sink, false) };
    if ('quoted' in piece)
      return { quoted: true, atoms: piece.quoted === '' ? ['(empty)'] : escaped(sink.quote?.(piece.quoted) ?? piece.quoted, sink, true) };
    const text = utc(piece.moment);
    if (text === undefined) return { quoted: true, atoms: escaped(sink.quote?.(piece.moment) ?? piece.moment, sink, true) };
    return { quoted: false, atoms: [sink.time(piece.moment, text)] };
  });
}

function escaped(text: string, sink: Sink, quoted: boolean): string[] {
  return safeParts(text).flatMap((part) =>
    part.escaped ? [part.text] : Array.from(part.text, (character) => sink.escape(character, quoted)),
  );
}
