import { Bytes } from './bytes.ts';
import { Column } from './column.ts';
import { type CodedName, decodedArn, type GridHeader } from './format.ts';

/** The population as the page carries it. Rows are numbered from 0, in the population's order. */
export class Table {
  readonly header: GridHeader;
  readonly rows: number;
  readonly #columns: ReadonlyMap<CodedName, Column>;
  readonly #lines: Uint32Array;
  readonly #ids: Uint8Array;
  readonly #hashes: Uint8Array;
  /** Place of a row's hash among the hashes, from 1; 0: it has none here. */
  readonly #hashOf: Uint32Array;

  /** @throws Error when the data is not whole. */
  constructor(columns: Uint8Array, hashes: Uint8Array) {
    const bytes = new Bytes(columns);
    const [length = 0] = bytes.numbers(1, 4);
    this.header = JSON.parse(new TextDecoder().decode(bytes.take(length))) as GridHeader;
    const { rows } = this.header;
    this.rows = rows;
    this.#columns = new Map(this.header.columns.map((coded) => [coded.name, new Column(coded, rows, bytes)]));
    this.#lines = ascending(bytes.numbers(this.header.lineBytes === 0 ? 0 : rows, this.header.lineBytes));
    let place = 0;
    this.#hashOf = Uint32Array.from(bytes.take(rows), (has) => (has === 1 ? ++place : 0));
    this.#ids = hashes.subarray(0, 16 * rows);
    this.#hashes = hashes.subarray(16 * rows);
    if (this.#hashes.length !== 32 * place) throw new Error('the data ends early');
  }

  column(name: CodedName): Column {
    const column = this.#columns.get(name);
    if (!column) throw new Error(`the data has no ${name}`);
    return column;
  }

  value(name: CodedName, row: number): string | null {
    const value = this.column(name).of(row);
    return name === 'resourceArn' && value !== null ? decodedArn(value, this.#named(row)) : value;
  }

  /** In lower case, an ARN up to the name that it repeats, or the whole. */
  arnStart(row: number): { start: string; repeats: boolean } {
    const coded = this.column('resourceArn').of(row);
    if (coded === null) return { start: '', repeats: false };
    const start = decodedArn(coded, { ...this.#named(row), resourceName: null });
    return { start: start.toLowerCase(), repeats: coded[0] !== '=' };
  }

  #named(row: number) {
    return {
      account: this.column('account').of(row) ?? '',
      region: this.column('region').of(row) ?? '',
      resourceName: this.column('resourceName').of(row),
    };
  }

  /** In `population.jsonl`, from 1. */
  line(row: number): number {
    return this.#lines[row] ?? row + 1;
  }

  eventId(row: number): string {
    const irregular = this.header.irregular.eventId[row];
    if (irregular !== undefined) return irregular;
    const text = hex(this.#ids, row * 16, 16);
    return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
  }

  /** `null`: only the files have it. */
  sha256(row: number): string | null {
    const place = this.#hashOf[row] ?? 0;
    if (place === 0) return null;
    return this.header.irregular.recordSha256[place - 1] ?? hex(this.#hashes, (place - 1) * 32, 32);
  }

  /** Rows whose event ID or sha256 begins with these hex digits. */
  *beginningWith(digits: string): Generator<number> {
    for (let row = 0; row < this.rows; row += 1) {
      const place = this.#hashOf[row] ?? 0;
      if (begins(this.#ids, row * 16, 16, digits) || (place > 0 && begins(this.#hashes, (place - 1) * 32, 32, digits))) yield row;
    }
  }
}

function hex(bytes: Uint8Array, from: number, length: number): string {
  let text = '';
  for (let at = from; at < from + length; at += 1) text += (bytes[at] ?? 0).toString(16).padStart(2, '0');
  return text;
}

function begins(bytes: Uint8Array, from: number, length: number, digits: string): boolean {
  if (digits.length > length * 2) return false;
  for (let at = 0; at < digits.length; at += 1) {
    const byte = bytes[from + (at >> 1)] ?? 0;
    if ((at % 2 === 0 ? byte >> 4 : byte & 15) !== Number.parseInt(digits[at] ?? '', 16)) return false;
  }
  return true;
}

function ascending(differences: Uint32Array): Uint32Array {
  let sum = 0;
  return differences.map((difference) => {
    sum += difference;
    return sum;
  });
}
