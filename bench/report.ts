import type { Browser, Page } from 'playwright-core';
import type { EvidenceFinding } from '../src/core/evidence/finding.ts';
import type { Run } from '../src/report/reporter.ts';
import { explorer, launch, opened, pageOf } from '../test/page/browser.ts';
import { makeRun, runOf } from '../test/report/evidence-factory.ts';
import { benchRows } from './population.ts';

/** The page of a large population in headless Chromium, against the targets: see README.md. */

const rounds = 7;
const megabyte = 1e6;
const mebibyte = 2 ** 20;
const targets = { 'page MB': 6, 'ready s': 1.5, 'filter ms': 100, 'sort ms': 100, 'heap MiB': 64 };
type Measured = Record<keyof typeof targets, number>;

/** With a finding for each non-compliant row, as a scan has. */
function benchRun(count: number): Run {
  const rows = benchRows(count);
  const [template] = makeRun({ findings: 1, compliant: 0 }).evidence.findings;
  const found = rows.filter((row) => row.class === 'non-compliant').map((row) => findingOf(template!, row));
  return runOf(rows, found);
}

function findingOf(template: EvidenceFinding, row: ReturnType<typeof benchRows>[number]): EvidenceFinding {
  const { eventId, eventTime, account, region, eventName, resourceType, resourceName, resourceArn, actor } = row;
  return {
    ...template,
    ...{ eventId, eventTime, account, region, eventName, resourceType, resourceName, resourceArn, actor },
    principal: actor.slice(0, actor.lastIndexOf('/')),
  };
}

/** Median, over rounds, of the time from the event until the rows are laid out. */
async function medianOf(page: Page, actions: readonly string[]): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const action of actions) {
      times.push(
        Number(
          await page.evaluate(
            `(() => { const from = performance.now(); ${action}; document.body.offsetHeight; return performance.now() - from; })()`,
          ),
        ),
      );
    }
  }
  return times.sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
}

const search = (text: string) =>
  `const box = document.getElementById('population-search'); box.value = ${JSON.stringify(text)}; box.dispatchEvent(new Event('input'))`;
const sortBy = (name: string) => `document.querySelector('[data-name=${name}]').click()`;

async function measured(browser: Browser, text: string): Promise<Measured> {
  const ready: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    await using at = await opened(browser, text);
    await explorer(at.page);
    ready.push(Number(await at.page.evaluate("performance.getEntriesByName('population-ready')[0].startTime")));
  }
  await using at = await opened(browser, text);
  await explorer(at.page);
  const filter = await medianOf(at.page, [search('churn'), search('2026-02'), search('job/pipelines'), search('p'), search('')]);
  const sort = await medianOf(at.page, ['resourceName', 'eventTime', 'actor', 'class'].map(sortBy));
  const session = await at.page.context().newCDPSession(at.page);
  await session.send('Performance.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const { backingStorageSize = 0 } = (await session.send('Runtime.getHeapUsage')) as { backingStorageSize?: number };
  const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN;
  return {
    'page MB': Buffer.byteLength(text) / megabyte,
    'ready s': (ready.sort((a, b) => a - b)[1] ?? Number.NaN) / 1000,
    'filter ms': filter,
    'sort ms': sort,
    // Typed arrays lie outside the heap that Chromium counts; they are counted here.
    'heap MiB': (heap + backingStorageSize) / mebibyte,
  };
}

const results: Record<string, Measured> = {};
const browser = await launch();
try {
  for (const rows of [100_000, 300_000]) results[rows.toLocaleString('en-US')] = await measured(browser, pageOf(benchRun(rows)));
} finally {
  await browser.close();
}

const shown = (values: Measured) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.toFixed(2)]));
console.table({ ...Object.fromEntries(Object.entries(results).map(([rows, values]) => [rows, shown(values)])), target: shown(targets) });
const missed = Object.entries(results).flatMap(([rows, values]) =>
  (Object.keys(targets) as (keyof Measured)[]).filter((name) => !(values[name] <= targets[name])).map((name) => `${name} at ${rows} rows`),
);
console.log(missed.length === 0 ? 'every target is met' : `missed: ${missed.join(', ')}`);
process.exitCode = missed.length === 0 ? 0 : 1;
