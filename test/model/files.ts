import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Random } from './random.ts';
import { iso, type Site } from './record.ts';
import type { Draft } from './request.ts';

/** The many ways in which the same records may lie in a file; all of them are the same JSON. */

export const forms = ['plain gzip', 'multi-member', 'pretty', 'plain json', 'escaped', 'escaped slashes', 'shuffled'] as const;
export type Form = (typeof forms)[number];

export function writeLog(folder: string, site: Site, published: number, records: readonly Draft[], form: Form, random: Random): void {
  const extension = form === 'plain json' ? 'json' : 'json.gz';
  const stamp = `${iso(published).replace(/[-:]/g, '').slice(0, 13)}Z`;
  // One AWS page shows a key without the underscore before its unique part.
  const unique = `${random.chance(0.1) ? '' : '_'}${random.hex(16)}`;
  const name = `${site.account}_CloudTrail_${site.region}_${stamp}${unique}.${extension}`;
  const path = join(folder, 'AWSLogs', site.account, 'CloudTrail', site.region, ...iso(published).slice(0, 10).split('-'), name);
  writeBytes(path, encode(records, form, random));
}

export function writeBytes(path: string, bytes: Uint8Array | string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

function encode(records: readonly Draft[], form: Form, random: Random): Uint8Array | string {
  const document = { Records: form === 'shuffled' ? records.map((record) => shuffled(record, random)) : records };
  const json = JSON.stringify(document, null, form === 'pretty' ? 2 : undefined);
  switch (form) {
    case 'plain json':
      return json;
    case 'multi-member':
      return members(Buffer.from(json), random);
    case 'escaped':
      return gzipSync(escaped(json, random));
    case 'escaped slashes':
      return gzipSync(json.replaceAll('/', '\\/'));
    default:
      return gzipSync(json);
  }
}

/** Concatenated gzip members inflate to the concatenation (RFC 1952, 2.2); the cut may fall anywhere, in a character too. */
function members(bytes: Buffer, random: Random): Buffer {
  const cuts = [0, ...random.times(1, 3, () => random.int(1, bytes.length - 1)).sort((a, b) => a - b), bytes.length];
  return Buffer.concat(cuts.slice(1).map((cut, index) => gzipSync(bytes.subarray(cuts[index], cut))));
}

const spellings = ['\\u0073agemaker.amazonaws.com', 'sagemaker\\u002Eamazonaws.com', 'sagemaker.amazonaws.co\\u006d'];

function escaped(json: string, random: Random): string {
  return json
    .replaceAll('"eventSource":"sagemaker.amazonaws.com"', () => `"eventSource":"${random.pick(spellings)}"`)
    .replaceAll('"eventName":"Create', () =>
      random.pick(['"eventName":"Create', '"eventName":"\\u0043reate', '"event\\u004eame":"Create']),
    );
}

function shuffled(value: unknown, random: Random): unknown {
  if (Array.isArray(value)) return value.map((each) => shuffled(each, random));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(random.shuffle(Object.entries(value)).map(([key, each]) => [key, shuffled(each, random)]));
}
