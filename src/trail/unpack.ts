import { constants, createInflateRaw, type InflateRaw } from 'node:zlib';

/**
 * Inflates gzip into a buffer of one's own, a window at a time: the bytes are looked at while they are in the processor's cache, nothing
 * is allocated, and one instance serves all files. zlib's public functions allocate their output and make an instance for each call,
 * which for small files takes longer than inflating. The handle beneath is not documented; node-tar relies on it too, and where it does
 * not do as it should there is no Unpacker, so that everything goes by the public functions.
 */
export class Unpacker {
  readonly #handle: Handle;
  readonly #state: Uint32Array;
  #input: Uint8Array = new Uint8Array();
  #at = 0;
  #length = 0;
  #isDamaged = false;

  private constructor({ handle, state }: Inner) {
    this.#handle = handle;
    this.#state = state;
    handle.onerror = () => {
      this.#isDamaged = true;
    };
  }

  /** `undefined`: this Node.js has none. */
  static create(): Unpacker | undefined {
    try {
      const inner = innerOf(createInflateRaw());
      const unpacker = inner && new Unpacker(inner);
      return unpacker && worksWith(unpacker) ? unpacker : undefined;
    } catch {
      return undefined;
    }
  }

  /** `false`: not one plain gzip member, as CloudTrail writes it. */
  open(gzip: Uint8Array): boolean {
    const isPlain = gzip.length >= 18 && gzip[0] === 0x1f && gzip[1] === 0x8b && gzip[2] === 8 && gzip[3] === 0;
    this.#handle.reset();
    this.#input = gzip;
    this.#at = 10;
    this.#length = 0;
    this.#isDamaged = false;
    return isPlain;
  }

  /** Bytes written to `target` from `at` on: fewer than `room` at the end; `undefined`: damaged. */
  next(target: Uint8Array, at: number, room: number): number | undefined {
    const left = this.#input.length - this.#at;
    this.#handle.writeSync(constants.Z_FINISH, this.#input, this.#at, left, target, at, room);
    if (this.#isDamaged) return undefined;
    const [roomLeft = 0, inputLeft = 0] = this.#state;
    const written = room - roomLeft;
    this.#at = this.#input.length - inputLeft;
    this.#length += written;
    return written;
  }

  /** The length, modulo 2^32, that the trailer states of what was opened. */
  get statedLength(): number {
    return this.#trailer(4);
  }

  /** Was it whole: nothing but the trailer is left, and its checksum and length are those of what was inflated? @param checksum its CRC-32 */
  isWhole(checksum: number): boolean {
    if (this.#isDamaged || this.#input.length - this.#at !== 8) return false;
    return this.#trailer(0) === checksum && this.statedLength === this.#length % 2 ** 32;
  }

  #trailer(at: 0 | 4): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.#input.subarray(this.#input.length - 8 + at);
    return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
  }
}

interface Handle {
  writeSync(
    flush: number,
    input: Uint8Array,
    inputAt: number,
    inputLength: number,
    output: Uint8Array,
    outputAt: number,
    outputLength: number,
  ): void;
  reset(): void;
  onerror: (message: string, errno: number, code: string) => void;
}

interface Inner {
  readonly handle: Handle;
  /** Bytes of room and of input that are left. */
  readonly state: Uint32Array;
}

function innerOf(stream: InflateRaw): Inner | undefined {
  const { _handle: handle, _writeState: state } = stream as unknown as { _handle?: Partial<Handle>; _writeState?: unknown };
  const isThere = typeof handle?.writeSync === 'function' && typeof handle.reset === 'function' && state instanceof Uint32Array;
  return isThere ? { handle: handle as Handle, state } : undefined;
}

/** "sagewarden" in gzip: whole, twice, in two windows, damaged and cut off. */
const probe = Buffer.from('H4sIAAAAAAAAAytOTE8tTyxKSc0DADiyUTgKAAAA', 'base64');
const probeChecksum = 0x3851b238;

function worksWith(unpacker: Unpacker): boolean {
  const target = Buffer.alloc(16);
  const inflated = (gzip: Buffer): string | undefined => {
    if (!unpacker.open(gzip)) return undefined;
    const first = unpacker.next(target, 1, 4);
    if (first !== 4) return undefined;
    const second = unpacker.next(target, 5, 11);
    return second === undefined || !unpacker.isWhole(probeChecksum) ? undefined : target.toString('latin1', 1, 5 + second);
  };
  const damaged = Buffer.from(probe);
  damaged.writeUInt8(0xff, 12);
  return (
    inflated(probe) === 'sagewarden' &&
    inflated(damaged) === undefined &&
    inflated(probe.subarray(0, -9)) === undefined &&
    inflated(probe) === 'sagewarden'
  );
}
