import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { html } from '../../src/report/html.ts';
import type { Run } from '../../src/report/reporter.ts';

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export const pageOf = (run: Run): string => [...html(run)].join('');

export interface Opened extends AsyncDisposable {
  readonly page: Page;
  /** All that should not have been: errors, violations of the policy, dialogs, requests for anything but the page. */
  readonly trouble: string[];
}

/** A page as a reader opens it: a file. `await using` closes it. */
export async function opened(
  browser: Browser,
  text: string,
  options: BrowserContextOptions & { readonly hash?: string } = {},
): Promise<Opened> {
  const { hash = '', ...rest } = options;
  const folder = mkdtempSync(join(tmpdir(), 'sagewarden-page-'));
  const file = join(folder, 'report.html');
  writeFileSync(file, text);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', ...rest });
  const page = await context.newPage();
  const trouble: string[] = [];
  const url = pathToFileURL(file).href;
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== url && !request.url().startsWith('blob:')) trouble.push(`request for ${request.url()}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') trouble.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    trouble.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.addInitScript(
    "globalThis.ran = 0; document.addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective))",
  );
  await page.goto(url + hash);
  return {
    page,
    trouble,
    async [Symbol.asyncDispose]() {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The explorer, once it is usable. */
export async function explorer(page: Page) {
  const element = page.locator('.explorer');
  await element.waitFor({ state: 'attached' });
  return {
    element,
    search: page.getByLabel('Search'),
    status: element.getByRole('status'),
    rows: element.locator('.grid-body .grid-row'),
    facet: (name: string) => element.locator('.facet', { has: page.locator('summary', { hasText: name }) }),
    dialog: page.getByRole('dialog'),
  };
}
