import { crc32, inflateRawSync } from 'node:zlib';

export type MemberFault = 'truncated' | 'format' | 'trailing-bytes';
export type Member = { readonly plain: Buffer } | { readonly fault: MemberFault };

/**
 * The one gzip member that an object of CloudTrail is. Node's gunzip joins members silently, and what is joined was not hashed by CloudTrail:
 * so the header is read here, the body is inflated raw up to its own end, and checksum and length are held against the trailer (RFC 1952).
 *
 * @param limit bytes after decompression; more is a `format` fault
 */
export function soleMember(bytes: Buffer, limit: number): Member {
  const start = bodyOf(bytes);
  if (typeof start !== 'number') return start;
  const sized = bytes.length >= 18 ? bytes.readUInt32LE(bytes.length - 4) : 0;
  let inflated: { buffer: Buffer; engine: { bytesWritten: number } };
  try {
    inflated = inflateRawSync(bytes.subarray(start), {
      info: true,
      maxOutputLength: limit,
      // The length in the trailer is a hint that anybody can write: taken only as far as such data can grow (1032 times), and checked below.
      chunkSize: Math.max(1024, Math.min(sized + 1, limit, bytes.length * 1032)),
    }) as unknown as typeof inflated;
  } catch (error) {
    return { fault: (error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR' ? 'truncated' : 'format' };
  }
  const end = start + inflated.engine.bytesWritten;
  if (end + 8 > bytes.length) return { fault: 'truncated' };
  if (bytes.readUInt32LE(end) !== crc32(inflated.buffer) || bytes.readUInt32LE(end + 4) !== inflated.buffer.length % 2 ** 32)
    return { fault: 'format' };
  return end + 8 === bytes.length ? { plain: inflated.buffer } : { fault: 'trailing-bytes' };
}

/** The only method of compression that there is. */
const deflated = 8;

const flags = { headerCrc: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 };

/** Where the header ends. */
function bodyOf(bytes: Buffer): number | { fault: MemberFault } {
  if (bytes.length === 0) return { fault: 'truncated' };
  if (bytes[0] !== 0x1f || (bytes[1] ?? 0x8b) !== 0x8b || (bytes[2] ?? deflated) !== deflated) return { fault: 'format' };
  const flag = bytes[3] ?? 0;
  if ((flag & flags.reserved) !== 0) return { fault: 'format' };
  let at = 10;
  if (flag & flags.extra) at += 2 + (bytes.length >= at + 2 ? bytes.readUInt16LE(at) : 0);
  for (const text of [flags.name, flags.comment]) {
    if (!(flag & text)) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return { fault: 'truncated' };
    at = end + 1;
  }
  if (flag & flags.headerCrc) at += 2;
  return at < bytes.length ? at : { fault: 'truncated' };
}
