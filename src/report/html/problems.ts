import type { Problem } from '../../core/evidence.ts';
import { type PageData, rowsShown } from './data.ts';
import { rest, section, table } from './layout.ts';
import { code, html, type Markup, untrusted } from './markup.ts';

export function problems({ evidence }: PageData): Markup {
  const all = evidence.problems;
  if (all.length === 0) return section('problems', html`<p>None. Every object and every record that was listed could be read.</p>`);
  const shown = all.slice(0, rowsShown);
  const columns = [
    { head: 'Object', wide: true },
    { head: 'Record' },
    { head: 'What is wrong', wide: true },
    { head: 'What to do', wide: true },
  ];
  return section(
    'problems',
    html`${table('Problems and gaps', columns, shown.map(cells))}
${rest(shown.length, all.length, 'problems', 'evidence.json')}`,
  );
}

function cells({ object, recordIndex, what, fix }: Problem): unknown[] {
  return [code(object), recordIndex === undefined ? 'the whole object' : recordIndex, untrusted(what, 400), untrusted(fix, 400)];
}
