import type { Evidence } from '../../core/evidence/model.ts';
import { rowClasses } from '../../core/evidence/population.ts';
import { count, listed } from '../../text/numbers.ts';
import { elementIds } from '../client/format.ts';
import type { Run } from '../reporter.ts';
import { classWords } from '../sentences.ts';
import { script } from './client.generated.ts';
import { gridData } from './grid-data.ts';
import { gridLimits, quotas } from './grid-rows.ts';
import { html, type Markup } from './markup.ts';

/** Where the script puts the explorer, and what of the population it does not have. */
export function explorerPlace({ population }: Pick<Evidence, 'population'>): Markup {
  return html`<div id="${elementIds.place}"></div>
${leftOut(population)}`;
}

function leftOut({ byClass, rows }: Evidence['population']): Markup | '' {
  const inPage = quotas(byClass, gridLimits.rows);
  const missing = rowClasses
    .filter((name) => byClass[name] > inPage[name])
    .map((name) => `${count(byClass[name] - inPage[name])} ${classWords[name]}`);
  const notes = [
    missing.length > 0 &&
      `This page carries ${count(Math.min(rows, gridLimits.rows))} of ${count(rows)} rows, so that it opens fast. Left out: ${listed(missing)}. All are in population.csv and population.jsonl.`,
    rows > gridLimits.hashes &&
      `Of the rows here, the ${count(gridLimits.hashes)} that matter most have the sha256 of their record; of the others it is in the files, at the line that the row names.`,
  ].filter((note) => note !== false);
  return notes.length === 0 ? '' : html`<p class="note">${notes.join(' ')}</p>`;
}

/** The data, in elements that do nothing, and the one script that the page's policy allows. */
export function* explorerData(run: Run): Generator<string> {
  if (run.population.count > 0) {
    const { columns, hashes } = gridData(run);
    yield `<template id="${elementIds.columns}">${columns}</template>\n`;
    yield `<template id="${elementIds.hashes}">${hashes}</template>\n`;
  }
  yield `<script>${script}</script>\n`;
}
