/** Reads what grid-bytes.ts writes, in the order it was written. */
export class Bytes {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  take(length: number): Uint8Array {
    if (length < 0 || this.#at + length > this.#bytes.length) throw new Error('the data ends early');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  /** @throws Error when there are fewer bytes than that. */
  numbers(count: number, width: number): Uint32Array {
    const numbers = new Uint32Array(count);
    for (let plane = 0; plane < width; plane += 1) {
      const bytes = this.take(count);
      for (let at = 0; at < count; at += 1) numbers[at] = (numbers[at] ?? 0) | ((bytes[at] ?? 0) << (8 * plane));
    }
    return numbers;
  }
}

export async function unzipped(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
