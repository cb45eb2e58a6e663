import { gzipSync } from 'node:zlib';
import type { Random } from '../model/random.ts';

/** Ways to write, to bend and to break a log file. What is bent says the same or something else, and is JSON; what is broken is not. */

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type Bend = (records: Json[], random: Random) => string;

const document = (records: unknown): string => JSON.stringify({ Records: records });

/** What an attacker may have in a request: names and values that look like a record's. */
const planted = (random: Random): Json =>
  random.pick<Json>([
    { eventVersion: '1.08', eventTime: '2026-02-01T10:00:00Z', eventSource: 'ec2.amazonaws.com', eventID: 'x' },
    [{ a: 'b' }, { eventVersion: '1.08', userIdentity: {}, eventTime: '2026-02-01T10:00:00Z', eventSource: 's3.amazonaws.com' }, {}],
    { eventSource: 'sagemaker.amazonaws.com', eventTime: '2026-02-01T10:00:00Z' },
    { 'a"eventSource': '"eventSource":"x"', '\\': '\\"', '}]}': '{"Records":[' },
    '"},{"eventVersion":"1.08","eventTime":"2026-02-01T10:00:00Z","eventSource":"s3.amazonaws.com"}',
    ['}', ']', '{', '[', '\\', '"', '\u2028\ud83d\ude00', '\\u0073'],
    { eventTime: 5, eventSource: null },
    [[[[[[{ deep: [[]] }]]]]]],
  ]);

const change = (records: Json[], random: Random, how: (record: { [name: string]: Json }) => Json): Json[] =>
  records.map((record) => (random.chance(0.3) ? how(record as { [name: string]: Json }) : record));

const times: readonly Json[] = [
  '2026-02-29T00:00:00Z',
  '2024-02-29T00:00:00Z',
  '2026-04-31T00:00:00Z',
  '2026-12-31T23:59:59Z',
  '2026-01-01T24:00:00Z',
  '2026-01-01T23:59:60Z',
  '2026-01-01T00:00:00.5Z',
  '2026-01-01 00:00:00Z',
  '1999-01-01T00:00:00Z',
  '2100-01-01T00:00:00Z',
  '',
  null,
  1,
];
const sources: readonly Json[] = [
  'sagemaker.amazonaws.com.cn',
  'sagemaker.amazonaws.com.example',
  'cloudtrail.amazonaws.com',
  'cloudtrail.amazonaws.com.cn',
  'sagemaker',
  'Sagemaker.amazonaws.com',
  'a',
  '',
  null,
  {},
  'x"y',
];

export const bends: Readonly<Record<string, Bend>> = {
  'as CloudTrail writes it': (records) => document(records),
  planted: (records, random) => document(change(records, random, (record) => ({ ...record, requestParameters: planted(random) }))),
  'planted first': (records, random) => document(change(records, random, (record) => ({ x: planted(random), ...record }))),
  'planted in the identity': (records, random) =>
    document(change(records, random, (record) => ({ ...record, userIdentity: { a: planted(random) } }))),
  times: (records, random) => document(change(records, random, (record) => ({ ...record, eventTime: random.pick(times) }))),
  sources: (records, random) => document(change(records, random, (record) => ({ ...record, eventSource: random.pick(sources) }))),
  'members missing': (records, random) =>
    document(change(records, random, (record) => Object.fromEntries(Object.entries(record).filter(() => random.chance(0.8))))),
  'members in another order': (records, random) =>
    document(change(records, random, (record) => Object.fromEntries(random.shuffle(Object.entries(record))))),
  'names in another case': (records, random) =>
    document(
      change(records, random, (record) =>
        Object.fromEntries(Object.entries(record).map(([name, value]) => [random.chance(0.3) ? name.toUpperCase() : name, value])),
      ),
    ),
  'a member twice': (records, random) =>
    document(records).replace(/"eventSource":"[^"]*"/g, (found) =>
      random.chance(0.2) ? `${found},"${random.pick(['eventSource', 'event\\u0053ource'])}":"sagemaker.amazonaws.com"` : found,
    ),
  escapes: (records, random) =>
    document(records).replace(/[a-z]/g, (letter) => (random.chance(0.001) ? `\\u00${letter.charCodeAt(0).toString(16)}` : letter)),
  'escaped slashes': (records) => document(records).replaceAll('/', '\\/'),
  pretty: (records, random) => JSON.stringify({ Records: records }, null, random.int(1, 4)),
  blanks: (records, random) =>
    document(records).replace(/(?<=[}\]],?)/g, () => (random.chance(0.05) ? random.pick([' ', '\n', '\t']) : '')),
  'odd elements': (records, random) =>
    document(
      records.flatMap((record) =>
        random.chance(0.1) ? [record, random.pick<Json>([null, 5, 'x', [], {}, [record], { detail: record }])] : [record],
      ),
    ),
  'a bare list': (records) => JSON.stringify(records),
  'one record': (records) => JSON.stringify(records[0] ?? null),
  'one a line': (records) => records.map((record) => JSON.stringify(record)).join('\n'),
  'joined documents': (records, random) => document(records) + random.pick(['', '\n', ' ']) + document(records.slice(1)),
  'other members': (records, random) =>
    random.pick([
      JSON.stringify({ Records: records, a: 1 }),
      JSON.stringify({ a: [1, { b: [] }], Records: records }),
      JSON.stringify({ records }),
      JSON.stringify({ Events: records.map((record) => ({ CloudTrailEvent: JSON.stringify(record) })) }),
      JSON.stringify({ Records: records, Events: records }),
      `{"Records":[],"Records":${JSON.stringify(records)}}`,
      `{"Records":${JSON.stringify(records)},"Records":[]}`,
      `{"Records":[],"\\u0052ecords":${JSON.stringify(records)}}`,
      `{"Records":${JSON.stringify(records)},"records":[{}]}`,
      `{"Records":[${JSON.stringify(records)},{"Records":[],"Records":${JSON.stringify(records)}}]}`,
      JSON.stringify({ eventSource: 'x', Records: records }),
    ]),
  empty: (_, random) => random.pick(['', ' ', '{"Records":[]}', '{"Records":[{}]}', '{"Records":[', '{}', '[]', 'null']),
  'a byte order mark': (records) => `\uFEFF${document(records)}`,
  'other letters': (records, random) =>
    document(
      change(records, random, (record) => ({ ...record, userAgent: random.pick(['\u00e9', '\u{1F600}', '\u2028', '\u0000', '\u007f']) })),
    ),
};

export type Break = (plain: Buffer, random: Random) => Buffer;

export const breaks: Readonly<Record<string, Break>> = {
  nothing: (plain) => plain,
  'a byte': (plain, random) => {
    const out = Buffer.from(plain);
    if (out.length > 0) out[random.int(0, out.length - 1)] = random.int(0, 255);
    return out;
  },
  'a sign': (plain, random) => {
    const out = Buffer.from(plain);
    const signs = '{}[]",:\\ \n';
    if (out.length > 0) out[random.int(0, out.length - 1)] = signs.charCodeAt(random.int(0, signs.length - 1));
    return out;
  },
  'cut off': (plain, random) => plain.subarray(0, random.int(0, plain.length)),
  'a piece left out': (plain, random) => {
    const at = random.int(0, plain.length);
    return Buffer.concat([plain.subarray(0, at), plain.subarray(at + random.int(1, 2000))]);
  },
  'a piece twice': (plain, random) => {
    const at = random.int(0, plain.length);
    const to = at + random.int(1, 2000);
    return Buffer.concat([plain.subarray(0, to), plain.subarray(at)]);
  },
  'bytes after it': (plain, random) => Buffer.concat([plain, Buffer.from(random.pick([' ', '\n', '\0', 'x', '{}']))]),
};

export const packings: Readonly<Record<string, Break>> = {
  gzip: (plain) => gzipSync(plain),
  'gzip, stored': (plain) => gzipSync(plain, { level: 0 }),
  members: (plain, random) => {
    const at = random.int(0, plain.length);
    return Buffer.concat([gzipSync(plain.subarray(0, at)), gzipSync(plain.subarray(at))]);
  },
  'an empty member first': (plain) => Buffer.concat([gzipSync(''), gzipSync(plain)]),
  'damaged gzip': (plain, random) => {
    const out = gzipSync(plain);
    out[random.int(0, out.length - 1)] = random.int(0, 255);
    return out;
  },
  'gzip cut off': (plain, random) => {
    const out = gzipSync(plain);
    return out.subarray(0, random.int(0, out.length - 1));
  },
  'gzip and more': (plain, random) => Buffer.concat([gzipSync(plain), Buffer.alloc(random.int(1, 9), random.int(0, 1))]),
  'not gzip': (plain) => plain,
};
