import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { folder, run } from '../support/cli.ts';
import { explorer, launch, opened } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

it('the page of a real scan opens, and has each row of its population', async () => {
  const out = join(folder(), 'evidence');
  const period = ['--from', '2026-07-01T00:00:00Z', '--to', '2026-10-01T00:00:00Z'];
  run(['scan', resolve(import.meta.dirname, '../../sample'), ...period, '--accept-unverified', '--out', out, '--quiet']);
  const rows = readFileSync(join(out, 'population.jsonl'), 'utf8').trimEnd().split('\n');
  await using at = await opened(browser, readFileSync(join(out, 'report.html'), 'utf8'));
  const { element, status, dialog, search, rows: shown } = await explorer(at.page);
  expect(await status.textContent()).toBe(`${rows.length} rows`);
  const last = JSON.parse(rows.at(-1) ?? '') as { eventId: string; recordSha256: string };
  await search.fill(last.eventId);
  await shown.first().locator('.cell').first().click();
  expect(await dialog.innerText()).toContain(last.recordSha256);
  await at.page.keyboard.press('Escape');
  const [file] = await Promise.all([at.page.waitForEvent('download'), element.getByRole('button', { name: 'Download CSV' }).click()]);
  const lines = readFileSync(join(out, 'population.csv'), 'utf8').split('\r\n');
  expect(readFileSync(await file.path(), 'utf8').split('\r\n')).toEqual([lines[0], lines.at(-2), '']);
  expect(at.trouble).toEqual([]);
});
