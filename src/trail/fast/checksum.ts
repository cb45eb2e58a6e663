import { crc32 } from 'node:zlib';

/** What assembly/checksum.ts exports, and the memory that the text is in. */
export interface ChecksumExports {
  checksumBegin(): void;
  checksumTake(at: number, length: number): void;
  checksumRest(): number;
}

/** Bytes that are left of any text. */
const restBytes = 4018;

/** Below this, zlib is done before what is left would be. */
const longText = 64 * 1024;

/** The CRC-32 of a text that comes window by window, in the memory where it is framed. */
export class Checksum {
  readonly #wasm: ChecksumExports;
  readonly #memory: Buffer;
  #isLong = false;
  #crc = 0;

  constructor(wasm: ChecksumExports, memory: Buffer) {
    this.#wasm = wasm;
    this.#memory = memory;
  }

  /** @param length that the text is said to have: of one that is shorter nothing is true */
  begin(length: number): void {
    this.#isLong = length >= longText;
    this.#crc = 0;
    if (this.#isLong) this.#wasm.checksumBegin();
  }

  take(at: number, length: number): void {
    if (this.#isLong) this.#wasm.checksumTake(at, length);
    else this.#crc = crc32(this.#memory.subarray(at, at + length), this.#crc);
  }

  /** Once, at the end. */
  value(): number {
    if (!this.#isLong) return this.#crc;
    const at = this.#wasm.checksumRest();
    // zlib turns the bits of what it goes on from: it begins with zeros.
    return crc32(this.#memory.subarray(at, at + restBytes), 0xffffffff);
  }
}
