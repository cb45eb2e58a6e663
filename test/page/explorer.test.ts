import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PopulationRow } from '../../src/core/evidence/population.ts';
import { csv } from '../../src/report/csv.ts';
import { hostile, makeRun, runOf } from '../report/evidence-factory.ts';
import { parseCsv } from '../report/parse-csv.ts';
import { explorer, launch, opened, pageOf } from './browser.ts';
import { runs } from './runs.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const run = runs['400 findings']!;
const rowsOf = (test: (row: PopulationRow) => boolean) => [...run.population.rows()].filter(test);

describe('the URL', () => {
  it('has the filter, and opens with it again', async () => {
    const text = pageOf(run);
    await using first = await opened(browser, text);
    const one = await explorer(first.page);
    await one.search.fill('bo@');
    for (const name of ['non-compliant', 'exempt']) {
      await one.facet('Class').locator('summary').click();
      await one.facet('Class').getByLabel(name).click();
      await first.page.keyboard.press('Escape');
    }
    await one.element.getByRole('columnheader', { name: 'Resource' }).click();
    await one.element.getByRole('columnheader', { name: 'Resource' }).click();
    const hash = await first.page.evaluate('location.hash');
    expect(hash).toBe('#population?q=bo%40&class=exempt&class=non-compliant&sort=resourceName-desc');

    await using second = await opened(browser, text, { hash: String(hash) });
    const two = await explorer(second.page);
    expect(await two.search.inputValue()).toBe('bo@');
    expect(await two.status.textContent()).toBe(await one.status.textContent());
    expect(await two.rows.allTextContents()).toEqual(await one.rows.allTextContents());
    const wanted = rowsOf((row) => row.actor.includes('bo@') && (row.class === 'non-compliant' || row.class === 'exempt'));
    expect(await two.status.textContent()).toBe(`${wanted.length} of 2,400 rows`);
    const top = await second.page.evaluate("document.getElementById('population').getBoundingClientRect().top");
    expect(Math.abs(Number(top))).toBeLessThan(60);
    expect([...first.trouble, ...second.trouble]).toEqual([]);
  });

  it('is followed while the page is open, and other links of the page are left alone', async () => {
    await using at = await opened(browser, pageOf(run));
    const { status } = await explorer(at.page);
    await at.page.evaluate("location.hash = '#population?class=exempt'");
    await expect.poll(() => status.textContent()).toBe(`${rowsOf((row) => row.class === 'exempt').length} of 2,400 rows`);
    await at.page.evaluate("location.hash = '#findings'");
    await at.page.waitForTimeout(50);
    expect(await status.textContent()).toContain(' of 2,400 rows');
  });
});

it('a row has all its fields, and where its record is', async () => {
  await using at = await opened(browser, pageOf(run));
  const { search, rows, dialog } = await explorer(at.page);
  const row = rowsOf((each) => each.class === 'non-compliant' && each.resourceArn !== null)[5]!;
  await search.fill(row.eventId);
  await rows.first().locator('.cell').first().click();
  const text = await dialog.innerText();
  for (const value of [
    row.eventId,
    row.eventTime,
    row.account,
    row.region,
    row.eventName,
    row.resourceType,
    row.resourceName!,
    row.resourceArn!,
    row.actor,
    row.sourceIp,
    row.userAgent,
    row.reason,
    row.object,
    row.recordSha256,
    'non-compliant',
    `${row.recordIndex} in its Records`,
    `line ${[...run.population.rows()].indexOf(row) + 1} of population.jsonl`,
    '"at": "VpcConfig"',
  ]) {
    expect(text).toContain(value);
  }
});

describe('the CSV of the chosen rows', () => {
  async function download(of: typeof run, search: string): Promise<{ name: string; text: string }> {
    await using at = await opened(browser, pageOf(of));
    const { search: box, element } = await explorer(at.page);
    await box.fill(search);
    const [file] = await Promise.all([at.page.waitForEvent('download'), element.getByRole('button', { name: 'Download CSV' }).click()]);
    const text = readFileSync(await file.path(), 'utf8');
    expect(at.trouble).toEqual([]);
    return { name: file.suggestedFilename(), text };
  }

  it('has these rows as population.csv has them', async () => {
    const { name, text } = await download(run, 'score-12');
    const chosen = rowsOf((row) => row.resourceName!.includes('score-12')).map((row) => row.eventId);
    const [head = '', ...lines] = [...csv(run)].join('').split('\r\n');
    const expected = lines.filter((line) => chosen.some((id) => line.startsWith(id)));
    expect(chosen.length).toBeGreaterThan(3);
    expect(name).toBe('population-filtered.csv');
    const [gotHead, ...got] = text.split('\r\n').slice(0, -1);
    expect(gotHead).toBe(head);
    expect([...got].sort()).toEqual([...expected].sort());
  });

  it('is inert in a spreadsheet', async () => {
    const names = ['=1+1', '+1', '-1', '@x', '\t=1', '\r=1', '＝1', hostile.formula];
    const evil = runOf(
      [...makeRun({ findings: names.length, compliant: 0 }).population.rows()].map((row, at) => ({
        ...row,
        resourceName: names[at]!,
        actor: names[at]!,
      })),
    );
    const { name, text } = await download(evil, '');
    expect(name).toBe('population.csv');
    const cells = parseCsv(text).flat();
    expect(cells.filter((cell) => /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(cell))).toEqual([]);
    expect(cells.filter((cell) => cell.startsWith("'"))).toHaveLength(2 * names.length);
    expect(text).not.toMatch(/[\t\p{Cf}]/u);
  });
});

it('a page that is not whole shows its first rows, and says so', async () => {
  const text = pageOf(run).replace(/(<template id="population-columns">)[^<]{400}/, '$1');
  await using at = await opened(browser, text);
  const place = at.page.locator('#population-explorer');
  await expect.poll(() => place.textContent()).toContain('could not be opened here');
  expect(await at.page.locator('.static-rows tbody tr').first().isVisible()).toBe(true);
});
