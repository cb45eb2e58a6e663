import { fromBase85 } from './base85.ts';
import { unzipped } from './bytes.ts';
import { Explorer } from './explorer.ts';
import { elementIds } from './format.ts';
import { Table } from './table.ts';

/** Puts the explorer over the static rows, or leaves these where something fails: an old browser, or a page that is not whole. */
async function main(): Promise<void> {
  const place = document.getElementById(elementIds.place);
  if (!place) return;
  const text = (id: string) => document.querySelector<HTMLTemplateElement>(`template#${id}`)?.content.textContent ?? '';
  try {
    const table = new Table(await unzipped(fromBase85(text(elementIds.columns))), fromBase85(text(elementIds.hashes)));
    place.append(new Explorer(table).element);
    document.documentElement.classList.add('explored');
    performance.mark('population-ready');
  } catch (error) {
    place.textContent = `The whole population could not be opened here (${error instanceof Error ? error.message : error}): its first rows follow.`;
  }
}

void main();
