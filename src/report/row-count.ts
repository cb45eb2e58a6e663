/** How the rows of a file are told from its other lines. */
export interface RowLines {
  /** What a line that is a row begins with; empty: every line is one. */
  readonly begin: string;
  /** Lines before the first row that would count as one. */
  readonly header: number;
}

/**
 * Counts the rows of a file in what is written, whatever the reporter thought it wrote. Chunks may end anywhere; no row has a line
 * break in it, and `begin` is at most one character.
 */
export class RowCount {
  #lines = 0;
  #atStart = true;
  readonly #how: RowLines;

  constructor(how: RowLines) {
    this.#how = how;
  }

  get rows(): number {
    return Math.max(this.#lines - this.#how.header, 0);
  }

  *through(chunks: Iterable<string>): Generator<string> {
    for (const chunk of chunks) {
      this.#count(chunk);
      yield chunk;
    }
  }

  #count(chunk: string): void {
    let from = 0;
    while (from < chunk.length) {
      if (this.#atStart && chunk.startsWith(this.#how.begin, from)) this.#lines++;
      const end = chunk.indexOf('\n', from);
      this.#atStart = end >= 0;
      from = end >= 0 ? end + 1 : chunk.length;
    }
  }
}
