import { describe, expect, it } from 'vitest';
import { jsonEscaped, jsonText, safeParts, shortened, terminalSafe } from '../../src/text/safe-text.ts';
import { hostile } from './evidence-factory.ts';

describe('terminalSafe', () => {
  it.each([
    ['plain text, ünï, 日本語, 😀 and ❤️', 'plain text, ünï, 日本語, 😀 and ❤️'],
    ['\u001B[2J', '\\u{1B}[2J'],
    ['\u009B31m', '\\u{9B}31m'],
    ['a\u0000b\u007Fc\u0085d', 'a\\u{0}b\\u{7F}c\\u{85}d'],
    ['tab\tline\nreturn\r', 'tab\\u{9}line\\u{A}return\\u{D}'],
    ['\u202A\u202B\u202C\u202D\u202E', '\\u{202A}\\u{202B}\\u{202C}\\u{202D}\\u{202E}'],
    ['\u2066\u2067\u2068\u2069', '\\u{2066}\\u{2067}\\u{2068}\\u{2069}'],
    ['\u200E\u200F\u061C', '\\u{200E}\\u{200F}\\u{61C}'],
    ['\u200B\u200C\u200D\u2060\uFEFF\u00AD', '\\u{200B}\\u{200C}\\u{200D}\\u{2060}\\u{FEFF}\\u{AD}'],
    ['\u2028\u2029', '\\u{2028}\\u{2029}'],
    ['\u{E0041}', '\\u{E0041}'],
    ['\u3164\u2800', '\\u{3164}\\u{2800}'],
    ['half \uD83D', 'half \\u{D83D}'],
  ])('%j', (text, expected) => {
    expect(terminalSafe(text)).toBe(expected);
  });

  it('does to each hostile string what leaves nothing to obey', () => {
    for (const text of Object.values(hostile)) expect(terminalSafe(text)).toMatch(/^[\P{C}\p{Co}\p{Cn}]*$/u);
  });
});

it('marks what it escaped, in order', () => {
  expect(safeParts('a\u202Eb\u001B')).toEqual([
    { text: 'a', escaped: false },
    { text: '\\u{202E}', escaped: true },
    { text: 'b', escaped: false },
    { text: '\\u{1B}', escaped: true },
  ]);
  expect(safeParts('')).toEqual([]);
});

describe('jsonText', () => {
  it.each(Object.entries(hostile))('%s parses back to the same value, in one line without a control character', (_, text) => {
    const source = jsonText({ [text]: [text] });
    expect(JSON.parse(source)).toEqual({ [text]: [text] });
    expect(source).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  it('keeps the line breaks of its own indentation', () => {
    expect(jsonText({ a: '\n\u202E' }, 2)).toBe('{\n  "a": "\\n\\u202e"\n}');
  });

  it('escapes a character outside the basic plane as its two halves', () => {
    expect(jsonEscaped('\u{E0041}')).toBe('\\udb40\\udc41');
  });
});

it.each([
  ['short', 10, 'short'],
  ['😀😀😀', 3, '😀😀😀'],
  ['😀😀😀', 2, '😀😀… (1 more characters)'],
  ['abcdef', 2, 'ab… (4 more characters)'],
] as const)('shortened(%j, %i) counts characters, not halves of them', (text, limit, expected) => {
  expect(shortened(text, limit)).toBe(expected);
});
