import { spawnSync } from 'node:child_process';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSha256 } from '../../src/report/json.ts';
import { verdictWords } from '../../src/report/sentences.ts';
import { explorer, launch, opened, pageOf } from './browser.ts';
import { runs } from './runs.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** The text of each page of a PDF, by poppler. */
function pagesOf(pdf: Buffer): string[] {
  const { status, stdout, stderr } = spawnSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8', maxBuffer: 1e8 });
  if (status !== 0) throw new Error(`pdftotext: ${stderr}`);
  return stdout.split('\f').slice(0, -1);
}

describe.each(['0 findings', '3 findings', '400 findings'])('printed, %s', (name) => {
  const run = runs[name]!;

  it('has the verdict first, the number and the hash of the run on every page, and no explorer', async () => {
    await using at = await opened(browser, pageOf(run));
    await explorer(at.page);
    const pages = pagesOf(await at.page.pdf({ preferCSSPageSize: true }));
    expect(pages[0]).toContain(verdictWords[run.evidence.verdict]);
    pages.forEach((text, index) => {
      expect(text).toContain(`Page ${index + 1} of ${pages.length}`);
      expect(text).toContain(`run ${runSha256(run.evidence)}`);
    });
    const all = pages.join('\n');
    expect(all).not.toContain('Download CSV');
    expect(all).toContain(run.evidence.findings[0]?.resourceName ?? 'No change in the population broke a rule');
    expect(pages.at(-1)).toMatch(/Sign-off[\s\S]*Prepared by[\s\S]*Approved by/);
    // Folded on the screen, open on paper.
    expect(all).toContain('CreateModel');
  });
});

describe.each(['no change', '3 findings', '400 findings'])('without JavaScript, %s', (name) => {
  it('every section can be read, and the population as its first rows', async () => {
    const run = runs[name]!;
    const text = pageOf(run);
    await using at = await opened(browser, text, { javaScriptEnabled: false });
    const { page } = at;
    const sections = await page.locator('main > section, .sections > section').all();
    expect(sections.length).toBe(
      [...text.matchAll(/<li><a href="#[a-z-]+">/g)].filter(
        (match) => text.indexOf('</nav>') > match.index && text.indexOf('<nav') < match.index,
      ).length,
    );
    for (const section of sections) {
      expect((await section.innerText()).trim().split('\n').length, (await section.getAttribute('id')) ?? '').toBeGreaterThan(1);
    }
    expect(await page.locator('.verdict').innerText()).toBe(verdictWords[run.evidence.verdict]);
    expect(await page.locator('.static-rows tbody tr:visible').count()).toBe(Math.min(200, run.population.count));
    expect(await page.locator('.explorer').count()).toBe(0);
    expect(at.trouble).toEqual([]);
  });
});
