import type { Problem } from '../../core/evidence/reading.ts';
import { type PageData, rowsShown } from './data.ts';
import { digests } from './digests.ts';
import { gaps } from './gaps.ts';
import { part, rest, section, table } from './layout.ts';
import { code, html, type Markup, untrusted } from './markup.ts';

export function problems(data: PageData): Markup {
  if (data.evidence.posture) return section('problems', unread(data));
  return section('problems', gaps(data), digests(data), unread(data));
}

function unread({ evidence }: PageData): Markup {
  const all = evidence.problems;
  if (all.length === 0)
    return part(
      'unread',
      html`<p>Nothing: ${evidence.posture ? 'every listing answered' : 'every object and every record that was listed could be read'}.</p>`,
    );
  const shown = all.slice(0, rowsShown);
  const columns = [
    { head: 'Object', wide: true },
    { head: 'Record' },
    { head: 'What is wrong', wide: true },
    { head: 'What to do', wide: true },
  ];
  return part(
    'unread',
    html`${table('Objects and records that could not be read', columns, shown.map(cells))}
${rest(shown.length, all.length, 'problems', 'evidence.json')}`,
  );
}

function cells({ object, recordIndex, what, fix }: Problem): unknown[] {
  return [code(object), recordIndex === undefined ? 'the whole object' : recordIndex, untrusted(what, 400), untrusted(fix, 400)];
}
