import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rulesMarkdown } from '../../../scripts/docs-rules.ts';

test('docs/rules.md is what the rules say: after a change, run `npm run docs`', () => {
  const written = readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8');
  expect(written).toBe(rulesMarkdown());
});
