/**
 * A sentence in which our own words and what a record says are told apart, so that each sink can show the latter as what it is: the
 * attacker's. Strings are ours.
 */
export type Phrase = readonly (string | Quoted | Moment)[];

/** Text that somebody else chose: a name, a user agent, a tag. As it came; the sink makes it inert. */
export interface Quoted {
  readonly quoted: string;
}

/** A point in time, ISO 8601. */
export interface Moment {
  readonly moment: string;
}

export const moment = (iso: string): Moment => ({ moment: iso });

/** ``say`${name} was created```: what is put in is quoted, unless it is a {@link Moment} or a {@link Phrase} of its own. */
export function say(words: TemplateStringsArray, ...values: readonly (string | number | Moment | Phrase)[]): Phrase {
  return words.flatMap((word, index) => {
    const value = values[index];
    return [...(word === '' ? [] : [word]), ...(value === undefined ? [] : pieces(value))];
  });
}

function pieces(value: string | number | Moment | Phrase): Phrase {
  if (typeof value === 'string') return [{ quoted: value }];
  if (typeof value === 'number') return [String(value)];
  return 'moment' in value ? [value] : value;
}

/** Our own words, put together at run time: a rule's title, a count. */
export const ours = (words: string): Phrase => [words];

export function joined(phrases: readonly Phrase[], separator: string): Phrase {
  return phrases.flatMap((phrase, index) => (index === 0 ? phrase : [separator, ...phrase]));
}
