import pc from 'picocolors';
import type { DigestVerdict, GapCause, Integrity, LogVerdict } from '../core/integrity.ts';
import { shortened, terminalSafe } from '../text/safe-text.ts';
import { digestKey, logKey } from '../trail/digests/keys.ts';

/** Lines of one kind that are shown for one account and region; `--json` has all. */
const shownAtMost = 10;

const verdicts: Readonly<Record<Integrity['verdict'], string>> = {
  valid: 'VALID: every digest and log file is what CloudTrail delivered, and the window is covered',
  tampered: 'TAMPERED: not what CloudTrail delivered',
  gap: 'GAP: nothing was found altered, and not everything is proven',
};

const digestWords: Readonly<Record<DigestVerdict, string>> = {
  valid: 'valid',
  missing: 'missing: the digest after it names it',
  unreadable: 'could not be read',
  format: 'not a digest file: damaged, or a member is missing',
  'trailing-bytes': 'bytes follow the end of its gzip data',
  moved: 'lies elsewhere than it says',
  'other-account': 'of another account than its place',
  times: 'its times cannot be',
  'no-signature': 'its signature is not at hand: keep the metadata of S3 beside it',
  'signature-removed': 'its metadata has no signature',
  'signature-algorithm': 'signed with another algorithm than SHA256withRSA',
  'no-public-key': 'no public key of CloudTrail has its fingerprint',
  'public-key-not-valid-then': 'its public key was not valid at its time',
  signature: 'its signature is wrong: altered after it was signed',
  'previous-hash': 'has another hash for the digest before it',
  'previous-signature': 'has another signature for the digest before it',
  'previous-moved': 'names the digest before it at another place',
  'times-do-not-join': 'does not begin where the digest before it ends',
  'skips-a-digest': 'skips a digest that lies before it',
  'not-linked': 'does not name the digest before it',
};

const logWords: Readonly<Record<LogVerdict, string>> = {
  valid: 'valid',
  missing: 'missing',
  unreadable: 'could not be read',
  hash: 'altered: its hash is not the one in its digest',
  truncated: 'cut off',
  format: 'damaged, or not gzip',
  'trailing-bytes': 'bytes follow the end of its gzip data',
  moved: 'named in a bucket that is none of the trail',
  'other-account': 'of another account than its digest',
  'hash-algorithm': 'hashed with another algorithm than SHA-256',
  'digest-not-valid': 'only digests that are not valid name it',
};

const causes: Readonly<Record<GapCause, string>> = {
  'logging-stopped': 'logging or validation was off, and a record says so',
  'chain-restarted': 'the chain of digests starts anew, and no record says why',
  'before-first-digest': 'before the first digest',
  'digest-missing': 'a digest is missing',
  'digest-invalid': 'a digest is not valid',
  'digest-not-proven': 'a digest could not be proven',
  'other-bucket': 'the chain of digests goes on in another bucket',
  'log-missing': 'a log file is missing',
  'log-invalid': 'a log file is not valid',
  'log-unreadable': 'a log file could not be read',
  'newest-end-not-covered': 'no later digest of the trail is there: removed, or not delivered yet',
  'no-digests': 'not one digest',
};

interface Problem {
  readonly object: string;
  readonly what: string;
  readonly fix: string;
}

/** For a terminal: the verdict, then what is wrong, per account and region. Ends with a line break. */
export function integrityText(integrity: Integrity, problems: readonly Problem[], colour: boolean): string {
  const colours = pc.createColors(colour);
  const paint = { valid: colours.green, tampered: colours.red, gap: colours.yellow }[integrity.verdict];
  const places = new Set(integrity.coverage.map(({ account, region }) => `${account} ${region}`));
  const lines = [colours.bold(paint(verdicts[integrity.verdict])), ''];
  for (const place of places) lines.push(...placeLines(integrity, place, colours.bold));
  const elsewhere = wrong(integrity, (place) => !places.has(place));
  if (elsewhere.length > 0) lines.push('elsewhere', ...elsewhere);
  if (problems.length > 0) lines.push('not read', ...atMost(problems.map(({ object, what, fix }) => `${object}: ${what}; ${fix}`)));
  const { counts, keyFingerprints } = integrity;
  lines.push(
    '',
    `log files listed ${counts.logsListed} = valid ${counts.logsValid} + invalid ${counts.logsInvalid} + named by no digest ${counts.logsUnnamed} + not verified ${counts.logsNotVerified}; missing ${counts.logsMissing}`,
    `signed with: ${keyFingerprints.join(', ') || 'nothing that could be proven'}`,
  );
  return `${lines.join('\n')}\n`;
}

function placeLines(integrity: Integrity, place: string, bold: (text: string) => string): string[] {
  const isHere = (item: { account: string; region: string }) => `${item.account} ${item.region}` === place;
  const lines: string[] = [];
  for (const { window, hoursExpected, hoursCovered, hoursEmpty } of integrity.coverage.filter(isHere)) {
    const empty = hoursEmpty > 0 ? `, ${hoursEmpty} of them with nothing delivered` : '';
    lines.push(`${bold(place)}  ${window.from} to ${window.to}: ${hoursCovered} of ${hoursExpected} hours covered${empty}`);
  }
  for (const { trail, backfill, valid, invalid, missing } of integrity.chains.filter(isHere))
    lines.push(`  ${terminalSafe(trail)}: ${backfill ? 'backfill ' : ''}digests ${valid} valid, ${invalid} invalid, ${missing} missing`);
  lines.push(...wrong(integrity, (each) => each === place));
  const gaps = integrity.gaps
    .filter(isHere)
    .map(({ from, to, cause, object }) => `${from} to ${to}: ${causes[cause]}${object ? ` (${object})` : ''}`);
  return [...lines, ...atMost(gaps.map((gap) => `gap     ${gap}`))];
}

function wrong(integrity: Integrity, isHere: (place: string) => boolean): string[] {
  const placed = (key: string) => {
    const { account, region } = digestKey(key) ?? logKey(key) ?? {};
    return isHere(`${account} ${region}`);
  };
  const digests = [...integrity.digests].filter(([key, verdict]) => verdict !== 'valid' && placed(key));
  const logs = [...integrity.logs].filter(([key, verdict]) => verdict !== 'valid' && placed(key));
  const unnamed = integrity.unnamed.filter(({ key }) => placed(key));
  return [
    ...atMost(digests.map(([key, verdict]) => `digest  ${key}: ${digestWords[verdict]}`)),
    ...atMost(logs.map(([key, verdict]) => `log     ${key}: ${logWords[verdict]}`)),
    ...atMost(
      unnamed.map(
        ({ key, planted }) =>
          `log     ${key}: ${planted ? 'put there: a digest covers its time and does not name it' : 'no digest names it'}`,
      ),
    ),
  ];
}

function atMost(lines: readonly string[]): string[] {
  const shown = lines.slice(0, shownAtMost).map((line) => `  ${terminalSafe(shortened(line, 300))}`);
  return lines.length > shownAtMost ? [...shown, `  and ${lines.length - shownAtMost} more of these (--json has all)`] : shown;
}
