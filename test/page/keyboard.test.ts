import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { explorer, launch, opened, pageOf } from './browser.ts';
import { runs } from './runs.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Tab until the focus is on it, as someone without a mouse does. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 400; presses += 1) {
    if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${selector}`);
}

const focused = (page: Page, of: string) => page.evaluate(`document.activeElement.${of}`);

it('search, filter, sort, open and close a row, by keyboard alone', async () => {
  await using at = await opened(browser, pageOf(runs['400 findings']!));
  const { page } = at;
  const { status, rows, dialog, element } = await explorer(page);
  await tabTo(page, '#population-search');
  await page.keyboard.type('score');
  expect(await status.textContent()).toBe('800 of 2,400 rows');

  await tabTo(page, '.facet summary');
  await page.keyboard.press('Enter');
  await tabTo(page, '.facet input[value=non-compliant]');
  await page.keyboard.press('Space');
  expect(await status.textContent()).toBe('133 of 2,400 rows');
  await page.keyboard.press('Escape');
  expect(await element.locator('.facet[open]').count()).toBe(0);
  expect(await focused(page, 'tagName')).toBe('SUMMARY');

  await tabTo(page, '.population-grid [tabindex="0"]');
  expect(await focused(page, 'role')).toBe('columnheader');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const heads = element.getByRole('columnheader');
  expect(await heads.nth(1).getAttribute('aria-sort')).toBe('ascending');
  await page.keyboard.press('Enter');
  expect(await heads.nth(1).getAttribute('aria-sort')).toBe('descending');
  const times = await rows.locator('.k-eventTime').allTextContents();
  expect(times.length).toBeGreaterThan(10);
  expect(times).toEqual([...times].sort().reverse());

  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const name = await rows.nth(1).locator('.k-resourceName').textContent();
  await page.keyboard.press('Enter');
  await dialog.waitFor();
  expect(await dialog.getByRole('heading', { level: 3 }).textContent()).toBe(name);
  expect(await focused(page, 'textContent')).toBe('Close');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  expect(await focused(page, "closest('[role=row]').getAttribute('aria-rowindex')")).toBe('3');

  await page.keyboard.press('Enter');
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });

  // One stop for Tab: the grid is left as it was entered.
  await page.keyboard.press('Tab');
  expect(await page.evaluate("document.activeElement.closest('.population-grid') === null")).toBe(true);
  expect(at.trouble).toEqual([]);
});

it('the arrows reach every cell of every row, and only the rows in sight are elements', async () => {
  await using at = await opened(browser, pageOf(runs['400 findings']!));
  const { page } = at;
  const { rows, element } = await explorer(page);
  await tabTo(page, '.population-grid [tabindex="0"]');
  const place = () =>
    page.evaluate(
      "[document.activeElement.parentElement.getAttribute('aria-rowindex'), document.activeElement.getAttribute('aria-colindex')].map(Number)",
    );
  const press = async (key: string) => {
    await page.keyboard.press(key);
    return place();
  };
  const columns = 9;
  expect(await element.getByRole('grid').getAttribute('aria-rowcount')).toBe('2401');
  expect(await place()).toEqual([1, 1]);
  expect(await press('ArrowUp')).toEqual([1, 1]);
  expect(await press('ArrowLeft')).toEqual([1, 1]);
  expect(await press('End')).toEqual([1, columns]);
  expect(await press('ArrowRight')).toEqual([1, columns]);
  expect(await press('Control+End')).toEqual([2401, columns]);
  expect(await press('ArrowDown')).toEqual([2401, columns]);
  expect(await press('Home')).toEqual([2401, 1]);
  expect(await press('PageUp')).toEqual([2389, 1]);
  expect(await press('PageDown')).toEqual([2401, 1]);
  expect(await rows.count()).toBeLessThan(60);
  expect(await press('Control+Home')).toEqual([2, 1]);
  for (let row = 3; row <= 60; row += 1) expect(await press('ArrowDown')).toEqual([row, 1]);
  for (let column = 2; column <= columns; column += 1) expect(await press('ArrowRight')).toEqual([60, column]);
  const box = await page.evaluate(
    '(() => { const a = document.activeElement.getBoundingClientRect(), g = document.querySelector(".population-grid").getBoundingClientRect(); return a.left >= g.left - 1 && a.right <= g.right + 1 && a.top >= g.top && a.bottom <= g.bottom + 1 })()',
  );
  expect(box).toBe(true);
  expect(at.trouble).toEqual([]);
});
