import { expect, test } from 'vitest';
import { KnownWords, piecesOf } from '../../src/core/known-words.ts';

const known = new KnownWords([
  ['ann', 'A'],
  ['churn', 'B'],
  ['churn-model', 'C'],
  ['j. doe', 'D'],
  ['carol.secret', 'E'],
]);
const replace = (text: string, apart: boolean) => known.replaceIn(text, apart);

test.each<[string, string, string]>([
  ['EX-churn-model-2', 'EX-C-2', 'EX-C-2'],
  ['EXchurn-models', 'EXCs', 'EXchurn-models'],
  ['Churn, CHURN-MODEL', 'B, C', 'B, C'],
  ['planning by ann', 'plAing by A', 'planning by A'],
  ['asked for by J. Doe.', 'asked for by D.', 'asked for by D.'],
  ['moved by carol.secret.', 'moved by E.', 'moved by E.'],
  ['annann', 'AA', 'annann'],
  ['', '', ''],
])('%s', (text, anywhere, apart) => {
  expect([replace(text, false), replace(text, true)]).toEqual([anywhere, apart]);
});

test.each<[string, string[]]>([
  ['fraud-secret-*', ['fraud-secret']],
  ['*-a*prod_*', ['prod']],
  ['arn:aws:iam::*:role/team/Fraud-*', ['team', 'fraud']],
  ['*', []],
])('pieces of %s', (pattern, pieces) => {
  expect(piecesOf(pattern)).toEqual(pieces);
});
