import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { bash, comment, hcl, json, yaml } from '../../../src/core/remediate/sinks.ts';

/** Text that some sink takes for something else, and any other. */
const tricky = fc.constantFrom(
  ['$', '{x}'].join(''),
  ['$$', '{x}'].join(''),
  '%{ if true }',
  '%%{',
  '$(id)',
  '`id`',
  "'",
  '"',
  '\\',
  '\n',
  '\r',
  '\t',
  '!',
  '~',
  '*',
  '-n',
  ' ',
  '\u202e',
  '\u2028',
  '\u0085',
  '\u001b[2J',
  '{{resolve:ssm:a}}',
  '#',
  '&',
  '=',
  '💥',
  'é',
  '\u200b',
  '<<EOF',
  ':',
  '- ',
  '@',
);
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.array(tricky, { maxLength: 8 }).map((parts) => parts.join('')),
);
/** What AWS can hold: whole characters, no NUL. */
const value = text.filter((each) => !/\p{Cs}/u.test(each) && !each.includes('\0'));

it('bash reads back every word as it was, and runs none of it', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), (words) => {
      const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-c', `printf '%s\\0' ${words.map(bash).join(' ')}`], {
        encoding: 'utf8',
        env: { LC_ALL: 'C' },
      });
      expect(status).toBe(0);
      expect(stderr).toBe('');
      expect(stdout.split('\0').slice(0, -1)).toEqual(words);
    }),
    { numRuns: 60 },
  );
});

it.each([
  ['fraud-model', 'fraud-model'],
  ['', "''"],
  ["it's", "'it'\\''s'"],
  ['$(id)', "'$(id)'"],
  ['a\nb', "$'a\\012b'"],
  ['\u202e', "$'\\342\\200\\256'"],
])('bash: %j is %s', (given, written) => expect(bash(given)).toBe(written));

it('refuses what no shell can hold', () => expect(() => bash('a\0b')).toThrow(TypeError));

it('HCL reads back every string as it was', () => {
  fc.assert(
    fc.property(value, (each) => {
      expect(readHcl(hcl(each))).toBe(each);
    }),
    { numRuns: 500 },
  );
});

it('a string of HCL is one line of visible characters, without a template', () => {
  fc.assert(
    fc.property(value, (each) => {
      const written = hcl(each);
      expect(written).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      expect(written).not.toMatch(/[$%]\{/);
    }),
  );
});

it('YAML reads back every scalar as it was', () => {
  fc.assert(
    fc.property(value, (each) => {
      expect(
        parse(`key: ${yaml(each)}
`),
      ).toEqual({ key: each });
    }),
    { numRuns: 500 },
  );
});

it('JSON reads back every value as it was, as JSON and as YAML', () => {
  fc.assert(
    fc.property(fc.dictionary(value, value), (each) => {
      const written = json(each);
      expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(each)));
      expect(written).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
    { numRuns: 300 },
  );
});

it('a comment stays one line', () => {
  fc.assert(
    fc.property(text, (each) => {
      expect(comment(each)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    }),
  );
});

/** A quoted template of HCL's native syntax, by its specification ("Template Expressions", "Quoted"), templates being an error. */
function readHcl(source: string): string {
  if (!source.startsWith('"') || !source.endsWith('"')) throw new Error(`not quoted: ${source}`);
  const inner = source.slice(1, -1);
  if (/(?<!\\)(?:\\\\)*"/.test(inner) || /[\n\r]/.test(inner)) throw new Error(`ends early: ${source}`);
  if (/[$%]\{/.test(inner)) throw new Error(`a template: ${source}`);
  const plain: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };
  return inner.replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gs, (_, four, eight, one) => {
    if (four || eight) return String.fromCodePoint(Number.parseInt(four ?? eight, 16));
    const character = plain[one];
    if (character === undefined) throw new Error(`no escape: \\${one}`);
    return character;
  });
}
