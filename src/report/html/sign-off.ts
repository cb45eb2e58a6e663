import type { PageData } from './data.ts';
import { section } from './layout.ts';
import { code, html, type Markup } from './markup.ts';

export function signOff({ runSha256 }: PageData): Markup {
  return section(
    'sign-off',
    html`<p>For the run with the hash ${code(runSha256)}.</p>
<div class="signatures">${['Prepared by', 'Reviewed by', 'Approved by'].map(
      (role) =>
        html`<div><h3>${role}</h3><dl><dt>Name</dt><dd></dd><dt>Role</dt><dd></dd><dt>Date</dt><dd></dd><dt>Signature</dt><dd></dd></dl></div>\n`,
    )}</div>`,
  );
}
