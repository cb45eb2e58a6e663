/**
 * AssemblyScript: cuts the records out of `{"Records":[{...},{...}]}` as it is inflated, 64 bytes a step. Compiled by
 * `npm run assembly` to src/trail/fast/frames-wasm.ts; src/trail/fast/frames.ts is what calls it and says what the answers mean.
 *
 * Strings are told from structure by the parity of quotes and records by the depth of brackets, so a name or a value in a record cannot
 * pass for the record's frame. The method is simdjson's (Langdale, Lemire: Parsing Gigabytes of JSON per Second, 2019, section 3.1).
 *
 * Memory: what is compared with from 1 KB on (the compiler's place for data), the table of frames, what the checksum keeps, the text.
 */

export { checksumBegin, checksumTake, checksumRest } from './checksum';

export const tableAt: usize = 2048;
/** A frame: start, end (exclusive), hour as yyyymmddhh or 0, minute and second as mmss. */
const frameBytes: usize = 16;
const maxFrames: i32 = 16384;
export const textAt: usize = 280576;

/** Bytes after the place that is scanned which must be there: a member's name and value are compared where the name begins. */
const lookahead: usize = 192;

// Eight letters, the first in the lowest byte.
const eventTim: u64 = ((<u64>0x6d695474) << 32) | 0x6e657665;
const eventSou: u64 = ((<u64>0x756f5374) << 32) | 0x6e657665;
const sagemake: u64 = ((<u64>0x656b616d) << 32) | 0x65676173;
const cloudtra: u64 = ((<u64>0x61727464) << 32) | 0x756f6c63;

/** `\\`, `"`, what { and [ differ in as } and ] do, `{`, `}`, and the letters of `namesLike`. Loaded, for a constant is made anew at each use. */
const letters = memory.data<u8>([0x5c, 0x22, 0x20, 0x7b, 0x7d, 0x76, 6, 0x6f]);

const going: i32 = 0;
const ended: i32 = 1;
const unusual: i32 = 2;

// In memory addresses; 0 where there is none.
let position: usize = 0;
let recordAt: usize = 0;
let expectedAt: usize = 0;
let timeAt: usize = 0;
let sourceAt: usize = 0;
let endAt: usize = 0;

let depth: i32 = 0;
let inString: u64 = 0;
let escapeCarry: u64 = 0;
let times: i32 = 0;
let sources: i32 = 0;
let hasUnicodeEscape: bool = false;
/** Escapes of the block that no record has been told of yet, a bit for each byte. */
let escapesLeft: u64 = 0;
let frames: i32 = 0;

/** Begins at the first record's brace. */
export function begin(at: usize): void {
  position = at;
  expectedAt = at;
  endAt = 0;
  depth = 0;
  inString = 0;
  escapeCarry = 0;
  frames = 0;
  openRecord(0);
}

export function frameCount(): i32 {
  return frames;
}

export function end(): usize {
  return endAt;
}

/** What must be kept of the text: from the open record on, or from what was not looked at. */
export function keepFrom(): usize {
  return depth > 0 ? recordAt : min(position, expectedAt);
}

/** The text was moved down by that many bytes. */
export function moved(by: usize): void {
  position -= by;
  expectedAt -= by;
  recordAt -= min(by, recordAt);
  timeAt -= min(by, timeAt);
  sourceAt -= min(by, sourceAt);
}

/** Goes on to `to`, less the bytes to look ahead. The last time they must be there, as blanks, after the text's end. */
export function scan(to: usize, isLast: bool): i32 {
  frames = 0;
  const limit = isLast ? to : to - min(to, lookahead);
  const backslash = v128.load8_splat(letters, 0);
  const quote = v128.load8_splat(letters, 1);
  const fold = v128.load8_splat(letters, 2);
  const opening = v128.load8_splat(letters, 3);
  const closing = v128.load8_splat(letters, 4);
  const second = v128.load8_splat(letters, 5);
  const like = v128.load8_splat(letters, 6);
  const seventh = v128.load8_splat(letters, 7);
  let at = position;
  let level = depth;
  let strings = inString;
  let escaping = <i32>escapeCarry;
  for (; at < limit; at += 64) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);

    const fa = v128.or(a, fold);
    const fb = v128.or(b, fold);
    const fc = v128.or(c, fold);
    const fd = v128.or(d, fold);
    let opens = equal(fa, fb, fc, fd, opening);
    let closes = equal(fa, fb, fc, fd, closing);

    const backslashes = v128.or(
      v128.or(i8x16.eq(a, backslash), i8x16.eq(b, backslash)),
      v128.or(i8x16.eq(c, backslash), i8x16.eq(d, backslash)),
    );
    let escaped: u64 = 0;
    let unicodeEscapes: u64 = 0;
    if ((i8x16.bitmask(backslashes) | escaping) !== 0) {
      escaped = escapes(equal(a, b, c, d, backslash));
      unicodeEscapes = escaped & equal(a, b, c, d, i8x16.splat(0x75));
      escaping = <i32>escapeCarry;
    }

    const qa = i8x16.eq(a, quote);
    const qb = i8x16.eq(b, quote);
    const qc = i8x16.eq(c, quote);
    const qd = i8x16.eq(d, quote);
    const quotes = mask(qa, qb, qc, qd) & ~escaped;
    const na = v128.and(qa, namesLike(at, second, like, seventh));
    const nb = v128.and(qb, namesLike(at + 16, second, like, seventh));
    const nc = v128.and(qc, namesLike(at + 32, second, like, seventh));
    const nd = v128.and(qd, namesLike(at + 48, second, like, seventh));
    let names: u64 = 0;
    if (i8x16.bitmask(v128.or(v128.or(na, nb), v128.or(nc, nd))) !== 0) names = mask(na, nb, nc, nd) & quotes;

    // 1 from each opening quote to before its closing one.
    let within = quotes;
    within ^= within << 1;
    within ^= within << 2;
    within ^= within << 4;
    within ^= within << 8;
    within ^= within << 16;
    within ^= within << 32;
    within ^= strings;
    strings = <u64>(<i64>within >> 63);
    opens &= ~within;
    closes &= ~within;
    names &= within;

    const closed = <i32>popcnt(closes);
    if (level > closed) {
      if (names !== 0) ownNames(at, names, opens, closes, level);
      level += <i32>popcnt(opens) - closed;
      if (unicodeEscapes !== 0) hasUnicodeEscape = true;
      continue;
    }
    depth = level;
    const state = oneByOne(at, opens, closes, names, unicodeEscapes);
    if (state !== going) return state;
    level = depth;
  }
  position = at;
  depth = level;
  inString = strings;
  return going;
}

function openRecord(at: usize): void {
  recordAt = at;
  timeAt = 0;
  sourceAt = 0;
  times = 0;
  sources = 0;
  hasUnicodeEscape = false;
}

function mask(a: v128, b: v128, c: v128, d: v128): u64 {
  return (
    <u64>(<u32>i8x16.bitmask(a)) |
    ((<u64>(<u32>i8x16.bitmask(b))) << 16) |
    ((<u64>(<u32>i8x16.bitmask(c))) << 32) |
    ((<u64>(<u32>i8x16.bitmask(d))) << 48)
  );
}

function equal(a: v128, b: v128, c: v128, d: v128, value: v128): u64 {
  return mask(i8x16.eq(a, value), i8x16.eq(b, value), i8x16.eq(c, value), i8x16.eq(d, value));
}

/** `"eventTime` and `"eventSource` are among these: v two bytes after a quote; i, k, m or o seven after. What passes is compared whole. */
function namesLike(at: usize, second: v128, like: v128, seventh: v128): v128 {
  return v128.and(i8x16.eq(v128.load(at, 2), second), i8x16.eq(v128.or(v128.load(at, 7), like), seventh));
}

/** In a block in which no record ends. @param level the depth at its start */
function ownNames(at: usize, names: u64, opens: u64, closes: u64, level: i32): void {
  while (names !== 0) {
    const bit: u64 = names & (0 - names);
    names ^= bit;
    name(at + <usize>ctz(bit), level + <i32>popcnt(opens & (bit - 1)) - <i32>popcnt(closes & (bit - 1)));
  }
}

/** The characters that a backslash takes the meaning of. */
function escapes(all: u64): u64 {
  const even: u64 = ((<u64>0x55555555) << 32) | 0x55555555;
  const backslashes = all & ~escapeCarry;
  const follows = (backslashes << 1) | escapeCarry;
  const oddStarts = backslashes & ~even & ~follows;
  const evenEnds = oddStarts + backslashes;
  escapeCarry = evenEnds < oddStarts ? 1 : 0;
  return (even ^ (evenEnds << 1)) & follows;
}

function oneByOne(at: usize, opens: u64, closes: u64, names: u64, unicodeEscapes: u64): i32 {
  escapesLeft = unicodeEscapes;
  let left = opens | closes | names;
  while (left !== 0) {
    const bit: u64 = left & (0 - left);
    left ^= bit;
    const here = at + <usize>ctz(bit);
    let state = going;
    if ((bit & opens) !== 0) state = open(here);
    else if ((bit & closes) !== 0) state = close(here, bit - 1);
    else name(here, depth);
    if (state !== going) return state;
  }
  if (escapesLeft !== 0) hasUnicodeEscape = true;
  return going;
}

function open(here: usize): i32 {
  if (depth === 0) {
    if (here !== expectedAt) return unusual;
    openRecord(here);
  }
  depth++;
  return going;
}

/** @param before the bits of the block before this one */
function close(here: usize, before: u64): i32 {
  if (depth === 0) return unusual;
  depth--;
  if (depth !== 0) return going;
  if ((escapesLeft & before) !== 0) hasUnicodeEscape = true;
  escapesLeft &= ~before;
  if (frames === maxFrames) return unusual;
  frame(here + 1);
  // `,{` goes on, `]}` ends.
  const next = load<u16>(here + 1);
  if (next === 0x7d5d) {
    endAt = here + 3;
    return ended;
  }
  if (next !== 0x7b2c) return unusual;
  expectedAt = here + 2;
  return going;
}

function name(here: usize, level: i32): void {
  const start = load<u64>(here + 1);
  if (start === eventTim && load<u16>(here + 9) === 0x2265) {
    times++;
    if (level === 1) timeAt = here;
  } else if (start === eventSou && load<u32>(here + 9) === 0x22656372) {
    sources++;
    sourceAt = here;
  }
}

function frame(to: usize): void {
  const entry = tableAt + <usize>frames * frameBytes;
  frames++;
  store<u32>(entry, <u32>recordAt);
  store<u32>(entry, <u32>to, 4);
  store<u32>(entry, isOfOtherService() ? hour() : 0, 8);
  store<u32>(entry, minuteAndSecond(), 12);
}

/** `"eventTime":"2026-07-01T13:00:00Z","eventSource":"x`, once, among the record's own members, and nothing that could say otherwise. */
function isOfOtherService(): bool {
  if (times !== 1 || sources !== 1 || timeAt === 0 || sourceAt !== timeAt + 35 || hasUnicodeEscape) return false;
  // `":"` after the name, `Z",` after the time, `":"` after the other name.
  if (load<u32>(timeAt + 9) !== 0x223a2265 || load<u16>(timeAt + 33) !== 0x2c22) return false;
  if (load<u16>(sourceAt + 13) !== 0x223a) return false;
  const value = sourceAt + 15;
  if (load<u8>(value) === 0x22) return false;
  const start = load<u64>(value);
  // The whole name is for the parser to see.
  return start !== sagemake && start !== cloudtra;
}

/** Two digits, or more than 99. */
function two(at: usize): u32 {
  const tens = <u32>load<u8>(at) - 0x30;
  const ones = <u32>load<u8>(at + 1) - 0x30;
  return tens > 9 || ones > 9 ? 1000 : tens * 10 + ones;
}

/** 0 for what is not certainly a time in whole seconds, UTC. */
function hour(): u32 {
  const at = timeAt + 13;
  const century = two(at);
  const year = two(at + 2);
  const month = two(at + 5);
  const day = two(at + 8);
  const hours = two(at + 11);
  if (century !== 20 || year > 99 || month - 1 > 11 || day - 1 > 27 + lastDays(month) || hours > 23) return 0;
  if (two(at + 14) > 59 || two(at + 17) > 59) return 0;
  const marks =
    load<u8>(at + 4) === 0x2d &&
    load<u8>(at + 7) === 0x2d &&
    load<u8>(at + 10) === 0x54 &&
    load<u8>(at + 13) === 0x3a &&
    load<u8>(at + 16) === 0x3a &&
    load<u8>(at + 19) === 0x5a;
  return marks ? (2000 + year) * 1000000 + month * 10000 + day * 100 + hours : 0;
}

/** Days after the 28th; the 29th of February is for the parser. */
function lastDays(month: u32): u32 {
  if (month === 2) return 0;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 2 : 3;
}

function minuteAndSecond(): u32 {
  return timeAt === 0 ? 0 : two(timeAt + 27) * 100 + two(timeAt + 30);
}
