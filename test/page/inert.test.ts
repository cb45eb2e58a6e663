import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explorer, launch, type Opened, opened, pageOf } from './browser.ts';
import { hostileRun, payloads, runs } from './runs.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** What came of data that should have stayed text: code that ran, elements that are not the page's, and the browser's own complaints. */
async function intrusions({ page, trouble }: Opened): Promise<string[]> {
  const found: string[] = [];
  if (await page.evaluate('ran !== 0')) found.push('code ran');
  const scripts = await page.locator('script').count();
  if (scripts !== 1) found.push(`${scripts} scripts`);
  for (const name of [
    'img',
    'iframe',
    'object',
    'embed',
    'link',
    'base',
    'form',
    '[onerror]',
    '[onload]',
    '[onfocus]',
    '[href^="javascript:"]',
  ]) {
    if ((await page.locator(name).count()) > 0) found.push(name);
  }
  if ((await page.locator('style').count()) !== 1) found.push('style');
  return [...found, ...trouble];
}

/** Opens, scrolls and reads all that the explorer shows. */
async function explore({ page }: Opened): Promise<void> {
  const { rows, facet, dialog, search } = await explorer(page);
  for (const name of ['Account', 'Operation', 'Actor']) {
    await facet(name).locator('summary').click();
    await facet(name).locator('label').first().click();
    await facet(name).locator('label').first().click();
    await page.keyboard.press('Escape');
  }
  for (let at = 0; at < payloads.length; at += 1) {
    await rows.nth(at).locator('.cell').first().click();
    await dialog.waitFor();
    await page.keyboard.press('Escape');
  }
  for (const payload of payloads) await search.fill(payload);
}

describe('a population that attacks its reader', () => {
  const text = pageOf(hostileRun());

  it('runs nothing, adds nothing, asks for nothing', async () => {
    await using page = await opened(browser, text);
    await explore(page);
    expect(await intrusions(page)).toEqual([]);
  });

  it('runs nothing where the policy of the page is taken away, either', async () => {
    await using page = await opened(browser, withoutPolicy(text));
    await explore(page);
    expect(await intrusions(page)).toEqual([]);
  });

  it('is shown as it is', async () => {
    await using page = await opened(browser, text);
    const { rows, search, status } = await explorer(page.page);
    await search.fill(payloads[3]);
    expect(await status.textContent()).toBe('1 of 14 rows');
    expect(await rows.first().locator('.k-resourceName').textContent()).toBe(payloads[3]);
  });
});

/* The same checks on a page that lets one value through: they must see it, with the policy and without. */
describe.each(payloads.filter((payload) => /^.{0,2}<(script|svg|img|iframe|a)|^<\//.test(payload)))(
  'a page that does not escape %s',
  (payload) => {
    const leaking = pageOf(runs['3 findings']!).replace('Every change, compliant or not', () => payload);

    it('is found out', async () => {
      await using page = await opened(browser, leaking);
      await page.page.waitForTimeout(100);
      expect(await intrusions(page)).not.toEqual([]);
    });
  },
);

it.each(payloads.filter((payload) => /script>ran|onerror|onload|onfocus|srcdoc/.test(payload)))(
  'where %s is not escaped, the policy of the page stops it, and nothing else does',
  async (payload) => {
    const leaking = pageOf(runs['3 findings']!).replace('Every change, compliant or not', () => payload);
    await using held = await opened(browser, leaking);
    await held.page.waitForTimeout(100);
    expect(await held.page.evaluate('ran')).toBe(0);
    await using free = await opened(browser, withoutPolicy(leaking));
    await expect.poll(() => free.page.evaluate('ran')).toBe(1);
  },
);

it('the policy refuses text that is to become markup or code', async () => {
  await using page = await opened(browser, pageOf(runs['3 findings']!));
  for (const attempt of [
    "document.body.innerHTML = '<b>x</b>'",
    "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')",
    "document.write('<b>x</b>')",
    "document.createElement('script').textContent = '1'",
    "trustedTypes.createPolicy('p', { createHTML: (text) => text })",
  ]) {
    await expect(page.page.evaluate(`(() => { ${attempt} })()`), attempt).rejects.toThrow();
  }
});

function withoutPolicy(text: string): string {
  const open = text.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
  expect(open).not.toBe(text);
  return open;
}
