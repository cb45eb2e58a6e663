/** Words that must not be left in a text, with what stands for each. */
export class KnownWords {
  readonly #words = new Map<string, string>();
  /** How long the longest word is that begins so: most places of a text begin none. */
  readonly #longest = new Map<string, number>();

  /** @param words in lower case; of two that are alike the last counts */
  constructor(words: Iterable<readonly [string, string]>) {
    for (const [word, stands] of words) {
      if (word.length < shortest) continue;
      const head = word.slice(0, shortest);
      this.#words.set(word, stands);
      this.#longest.set(head, Math.max(this.#longest.get(head) ?? 0, word.length));
    }
  }

  /**
   * The text with every known word in it replaced, the longest first: `EX-churn-model-2` has `churn-model` in it.
   *
   * @param apart only words that are not a part of another: prose, where `ann` is no part of `planning`
   */
  replaceIn(text: string, apart: boolean): string {
    let replaced = '';
    for (let at = 0; at < text.length; ) {
      const word = this.#wordAt(text, at, apart);
      replaced += word?.stands ?? text[at];
      at = word?.end ?? at + 1;
    }
    return replaced;
  }

  #wordAt(text: string, at: number, apart: boolean): { readonly end: number; readonly stands: string } | undefined {
    const longest = this.#longest.get(text.slice(at, at + shortest).toLowerCase());
    if (longest === undefined || (apart && isInside(text, at))) return undefined;
    for (let end = Math.min(text.length, at + longest); end >= at + shortest; end--) {
      const stands = this.#words.get(text.slice(at, end).toLowerCase());
      if (stands !== undefined && !(apart && isInside(text, end))) return { end, stands };
    }
    return undefined;
  }
}

/** `arn:aws:iam::*:role/Fraud-*` -> `fraud`: what a pattern gives away of the names that it is for. */
export function piecesOf(pattern: string): string[] {
  const names = pattern.slice(pattern.indexOf('/') + 1);
  return names.split(/[*/]/).flatMap((part) => {
    const piece = part.replace(/^[-_.]+|[-_.]+$/g, '').toLowerCase();
    return piece.length < shortest ? [] : [piece];
  });
}

const shortest = 3;

/** Between two letters or digits. */
function isInside(text: string, at: number): boolean {
  return /^[\p{L}\p{N}]{2}$/u.test(text.slice(Math.max(0, at - 1), at + 1));
}
