import { Checksum, type ChecksumExports } from './checksum.ts';
import { framesWasm } from './frames-wasm.ts';

/** What assembly/frames.ts exports. */
interface Exports extends ChecksumExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly tableAt: { readonly value: number };
  readonly textAt: { readonly value: number };
  begin(at: number): void;
  scan(to: number, isLast: number): number;
  frameCount(): number;
  end(): number;
  keepFrom(): number;
  moved(by: number): void;
}

/** The global of this name is no part of Node's types without the DOM's. */
declare const WebAssembly: {
  validate(bytes: Uint8Array): boolean;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: unknown };
};

/** Blanks that the last window is followed by: a block and what is looked ahead. */
const blanks = 256;

/** `hour` is yyyymmddhh and `mmss` its rest of a record that is certainly another service's; 0: its bytes are for the parser. */
export type OnFrame = (start: number, end: number, hour: number, mmss: number) => void;

/**
 * Cuts the records out of `{"Records":[{...},{...}]}` while it comes, window by window, and tells which are certainly of services that
 * do not matter here. It knows strings from structure, so nothing in a record can pass for its frame. Of what it does not hand to the
 * parser it has not seen that it is JSON inside: brackets and quotes are paired, and no more.
 */
export class Frames {
  readonly #wasm: Exports;
  /** Windows are written here, from `writeAt` on and at most `room` bytes. */
  readonly text: Buffer;
  readonly #table: Uint32Array;
  readonly #base: number;
  /** Of what is written, for who asks for it. */
  readonly checksum: Checksum;
  writeAt = 0;

  private constructor(wasm: Exports) {
    this.#wasm = wasm;
    this.text = Buffer.from(wasm.memory.buffer);
    this.#table = new Uint32Array(wasm.memory.buffer, wasm.tableAt.value);
    this.#base = wasm.textAt.value;
    this.checksum = new Checksum(wasm, this.text);
  }

  /** `undefined`: no WebAssembly with SIMD here. */
  static create(): Frames | undefined {
    const bytes = Buffer.from(framesWasm, 'base64');
    if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(bytes)) return undefined;
    return new Frames(new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as Exports);
  }

  get room(): number {
    return this.text.length - blanks - this.writeAt;
  }

  start(): void {
    this.writeAt = this.#base;
  }

  /**
   * Takes a window that was written. `unusual`: the document is not written as CloudTrail does, or has ended before its bytes have.
   *
   * @param isFirst does the document begin in it?
   * @param isLast does it end in it?
   * @param onFrames after the window's frames, which follow each other: their bytes are there until it returns
   */
  take(
    length: number,
    { isFirst, isLast }: { isFirst: boolean; isLast: boolean },
    onFrame: OnFrame,
    onFrames: () => void,
  ): 'going' | 'ended' | 'unusual' {
    const to = this.writeAt + length;
    if (isFirst) {
      if (this.text.toString('latin1', this.#base, this.#base + head.length) !== head) return 'unusual';
      this.#wasm.begin(this.#base + head.length);
    }
    if (isLast) this.text.fill(0x20, to, to + blanks);
    const state = this.#wasm.scan(to, isLast ? 1 : 0);
    const table = this.#table;
    for (let entry = 0, last = this.#wasm.frameCount() * 4; entry < last; entry += 4) {
      onFrame(table[entry] as number, table[entry + 1] as number, table[entry + 2] as number, table[entry + 3] as number);
    }
    onFrames();
    if (state === 1) return isLast && this.#wasm.end() === to ? 'ended' : 'unusual';
    if (state === 2 || isLast) return 'unusual';
    const kept = this.#wasm.keepFrom();
    this.text.copyWithin(this.#base, kept, to);
    this.#wasm.moved(kept - this.#base);
    this.writeAt = to - (kept - this.#base);
    return 'going';
  }
}

const head = '{"Records":[';
