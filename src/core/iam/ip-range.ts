/** An address as a number of 32 or 128 bits; `undefined`: it is none. */
export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** `203.0.113.0/24` and `2001:DB8::/32`; an address alone is a range of one. */
export function isInRange(address: string, range: string): boolean {
  const [network = '', length, ...rest] = range.split('/');
  const given = parseAddress(address);
  const base = parseAddress(network);
  if (!given || !base || rest.length > 0 || given.bits !== base.bits) return false;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return false;
  const kept = length === undefined ? base.bits : Number(length);
  if (kept > base.bits) return false;
  const shift = BigInt(base.bits - kept);
  return given.value >> shift === base.value >> shift;
}

export function parseAddress(text: string): Address | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): Address | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return { bits: 32, value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) };
}

function parseIpv6(text: string): Address | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === '' ? [] : groups(half)));
  if (!head || (halves.length === 2 && !tail)) return undefined;
  const known = head.length + (tail?.length ?? 0);
  if (halves.length === 2 ? known > 7 : known !== 8) return undefined;
  const all = [...head, ...new Array<number>(8 - known).fill(0), ...(tail ?? [])];
  return { bits: 128, value: all.reduce((sum, group) => sum * 65536n + BigInt(group), 0n) };
}

/** Of 16 bits; the last may be an IPv4 address. */
function groups(half: string): number[] | undefined {
  const parts = half.split(':');
  const last = parseIpv4(parts.at(-1) ?? '');
  const hex = last ? parts.slice(0, -1) : parts;
  if (!hex.every((part) => /^[0-9a-f]{1,4}$/i.test(part))) return undefined;
  const numbers = hex.map((part) => Number.parseInt(part, 16));
  return last ? [...numbers, Number(last.value >> 16n), Number(last.value & 0xffffn)] : numbers;
}
