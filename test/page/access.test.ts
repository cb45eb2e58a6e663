import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRun } from '../report/evidence-factory.ts';
import { explorer, launch, opened, pageOf } from './browser.ts';
import { hostileRun, runs } from './runs.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)} ${node.failureSummary ?? ''}`));
}

/** Every kind of element that a page can have, in as few of them as will do: axe takes a minute for the page of 400 findings. */
const { 'no change': noChange, '0 findings': none, '3 findings': three } = runs;
const pages = {
  'no change': noChange!,
  '0 findings': none!,
  '3 findings': three!,
  exempt: makeRun({ findings: 9, compliant: 30, exemptEvery: 3 }),
  hostile: hostileRun(),
};
const schemes = ['light', 'dark'] as const;

describe.each(schemes)('%s', (colorScheme) => {
  it.each(Object.entries(pages))('axe finds nothing: %s', async (_, run) => {
    await using at = await opened(browser, pageOf(run), { colorScheme });
    expect(await violations(at.page)).toEqual([]);
    expect(at.trouble).toEqual([]);
  });

  it('axe finds nothing: a facet open, rows chosen, the drawer open, on a narrow screen', async () => {
    await using at = await opened(browser, pageOf(three!), { colorScheme, viewport: { width: 390, height: 844 } });
    const { facet, rows, dialog, search } = await explorer(at.page);
    await facet('Rule verdict').locator('summary').click();
    await facet('Rule verdict').locator('label').first().click();
    expect(await violations(at.page)).toEqual([]);
    await at.page.keyboard.press('Escape');
    await rows.first().locator('.cell').first().click();
    await dialog.waitFor();
    expect(await violations(at.page)).toEqual([]);
    await at.page.keyboard.press('Escape');
    await search.fill('no such row');
    expect(await violations(at.page)).toEqual([]);
    expect(at.trouble).toEqual([]);
  });
});

it.each([1440, 390])('nothing makes the page scroll sideways at %d px', async (width) => {
  for (const run of [...Object.values(runs), hostileRun()]) {
    await using at = await opened(browser, pageOf(run), { viewport: { width, height: 900 } });
    if (run.population.count > 0) await explorer(at.page);
    expect(await at.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  }
});

it('axe does find what is wrong', async () => {
  const broken = pageOf(runs['3 findings']!)
    .replace(' aria-label="Contents"', ' aria-label="Contents" role="gridcell"')
    .replace('lang="en"', '');
  await using page = await opened(browser, broken);
  expect(await violations(page.page)).not.toEqual([]);
});
