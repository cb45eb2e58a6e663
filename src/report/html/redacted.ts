import type { Evidence } from '../../core/evidence/model.ts';
import type { PseudonymKind } from '../../core/pseudonyms.ts';
import { counted, listed } from '../../text/numbers.ts';
import { code, html, type Markup } from './markup.ts';

/** One, and many. */
const words: Readonly<Record<PseudonymKind, readonly [string, string]>> = {
  account: ['account', 'accounts'],
  actor: ['actor', 'actors'],
  name: ['name', 'names'],
  ip: ['source IP address', 'source IP addresses'],
  agent: ['user agent', 'user agents'],
};

/** Which values are pseudonyms, how they were made, and how the original can still be found; nothing where none is. */
export function redacted({ redaction }: Evidence): Markup | '' {
  if (!redaction) return '';
  const replaced = Object.entries(redaction.replaced).map(([kind, number]) => counted(number, ...words[kind as PseudonymKind]));
  return html`<dt>Pseudonyms</dt><dd>${listed(replaced)}, each replaced by a part of its ${redaction.method}, the same in every file and in every run with the
same key (key ${code(redaction.keyId)}). Left as they are: event IDs, the place of each record and its sha256, by which whoever has the trail can find the
record and judge it again; identifiers of subnets, security groups and VPCs; the service names of AWS.${
    redaction.what.includes('accounts')
      ? ' Account numbers are pseudonyms of twelve digits, in the places of records too: they are not those of real accounts.'
      : ''
  }</dd>
`;
}
