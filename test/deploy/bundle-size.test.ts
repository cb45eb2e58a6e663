import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { maxSizeRatio, pairOf } from '../../bench/monitor/bundles.ts';

/** What a function loads at a cold start is held against the SDK's clients that it uses: bytes do not vary, so this is no matter for a benchmark alone. */

const folder = mkdtempSync(join(tmpdir(), 'sagewarden-bundle-size-'));
const handlers = readdirSync('handlers').filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));

test.each(handlers.map((file) => basename(file, '.ts')))(`%s is at most ${maxSizeRatio} times its clients`, async (name) => {
  const { ours, bare } = await pairOf(name, folder);
  expect(ours.bytes / bare.bytes).toBeLessThanOrEqual(maxSizeRatio);
});
