import type { Bytes } from './bytes.ts';
import type { CodedColumn } from './format.ts';

/** The distinct values of a member, in one text; a code is a value's place in their order. */
export class Column {
  readonly codes: Uint8Array | Uint16Array | Uint32Array;
  readonly count: number;
  readonly #nullFirst: boolean;
  readonly #text: string;
  readonly #ends: Uint32Array;
  #lower: { text: string; ends: Uint32Array } | undefined;

  constructor(coded: CodedColumn, rows: number, bytes: Bytes) {
    const shared = bytes.numbers(coded.kind === 'text' ? coded.values : 0, coded.sharedBytes);
    const lengths = bytes.numbers(coded.values, coded.lengthBytes);
    const codes = bytes.numbers(rows, coded.codeBytes);
    const values = coded.kind === 'seconds' ? times(lengths) : texts(coded.text, shared, lengths);
    this.codes = coded.codeBytes === 1 ? Uint8Array.from(codes) : coded.codeBytes === 2 ? Uint16Array.from(codes) : codes;
    this.count = coded.values;
    this.#nullFirst = coded.nullFirst;
    this.#ends = endsOf(values);
    this.#text = values.join('');
  }

  /** The value of a code; `null`: none. */
  valueOf(code: number): string | null {
    if (code === 0 && this.#nullFirst) return null;
    return this.#text.slice(code === 0 ? 0 : this.#ends[code - 1], this.#ends[code]);
  }

  of(row: number): string | null {
    return this.valueOf(this.codes[row] ?? 0);
  }

  /** By code: does the value contain this text, which is in lower case? 1 for yes. */
  containing(text: string): Uint8Array {
    const found = new Uint8Array(this.count);
    this.#lower ??= this.#lowered();
    const { text: all, ends } = this.#lower;
    let code = 0;
    for (let at = all.indexOf(text); at !== -1; ) {
      while ((ends[code] ?? all.length) <= at) code += 1;
      const end = ends[code] ?? all.length;
      if (at + text.length <= end) {
        found[code] = 1;
        // On to the next value: once is enough.
        at = all.indexOf(text, end);
      } else at = all.indexOf(text, at + 1);
    }
    return found;
  }

  lowerOf(code: number): string {
    this.#lower ??= this.#lowered();
    const { text, ends } = this.#lower;
    return text.slice(code === 0 ? 0 : ends[code - 1], ends[code]);
  }

  #lowered(): { text: string; ends: Uint32Array } {
    const text = this.#text.toLowerCase();
    if (text.length === this.#text.length) return { text, ends: this.#ends };
    // A few letters are longer in lower case.
    const values = Array.from({ length: this.count }, (_, code) => (this.valueOf(code) ?? '').toLowerCase());
    return { text: values.join(''), ends: endsOf(values) };
  }
}

function texts(text: string, shared: Uint32Array, lengths: Uint32Array): string[] {
  const values: string[] = [];
  let at = 0;
  let before = '';
  for (let code = 0; code < lengths.length; code += 1) {
    const end = at + (lengths[code] ?? 0);
    before = before.slice(0, shared[code]) + text.slice(at, end);
    values.push(before);
    at = end;
  }
  return values;
}

function times(differences: Uint32Array): string[] {
  let second = 0;
  return Array.from(differences, (difference) => {
    second += difference;
    return `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;
  });
}

function endsOf(values: readonly string[]): Uint32Array {
  const ends = new Uint32Array(values.length);
  let end = 0;
  values.forEach((value, code) => {
    end += value.length;
    ends[code] = end;
  });
  return ends;
}
