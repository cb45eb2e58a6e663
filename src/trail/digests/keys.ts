/** What the keys of digests and log files say (CloudTrail User Guide, "CloudTrail digest file structure", "log file name format"). */

export interface DigestKey {
  /** What stands before the account: the prefix, `AWSLogs/`, the organisation. Its trail keeps log files and digests there. */
  readonly root: string;
  readonly account: string;
  readonly region: string;
  readonly trail: string;
  /** The trail in every Region that it logs and, where it is an organisation's, every account. */
  readonly trailId: string;
  readonly backfill: boolean;
  /** The chain that it belongs to: trail, account, region, and where they lie. */
  readonly chain: string;
  /** Epoch milliseconds. */
  readonly end: number;
}

const digestForm =
  /^(.*?)AWSLogs\/(?:(o-[a-z0-9]+)\/)?(\d{12})\/CloudTrail-Digest\/([a-z0-9-]+)\/\d{4}\/\d{2}\/\d{2}\/(\d{12})_CloudTrail-Digest_([a-z0-9-]+)_([\w.-]+)_([a-z0-9-]+)_(\d{8}T\d{6}Z)(_backfill)?\.json\.gz$/;

export function digestKey(key: string): DigestKey | undefined {
  const match = digestForm.exec(key);
  if (!match) return undefined;
  const [, prefix = '', organisation = '', account = '', region = '', owner, place, trail = '', home = '', stamp = '', suffix] = match;
  const end = compactTime(stamp);
  if (end === undefined || owner !== account || place !== region) return undefined;
  const backfill = suffix !== undefined;
  const root = `${prefix}AWSLogs/${organisation && `${organisation}/`}`;
  return {
    root,
    account,
    region,
    trail,
    trailId: JSON.stringify([organisation || account, trail, home]),
    backfill,
    end,
    chain: JSON.stringify([prefix, organisation, account, region, trail, home, backfill]),
  };
}

export interface LogKey {
  /** What stands before the account. */
  readonly root: string;
  readonly account: string;
  readonly region: string;
  /** Start of the minute in its name, epoch milliseconds. */
  readonly minute: number | undefined;
}

/** Lenient: of a key of another form, what can be read. */
export function logKey(key: string): LogKey | undefined {
  const match = /(?:^|\/)(\d{12})\/CloudTrail\/([a-z0-9-]+)\/(?:.*\/)?([^/]+)$/.exec(key);
  if (!match) return undefined;
  const [, account = '', region = '', name = ''] = match;
  const stamp = /_(\d{8}T\d{4})Z/.exec(name)?.[1];
  const root = key.slice(0, match.index + (match[0].startsWith('/') ? 1 : 0));
  return { root, account, region, minute: stamp === undefined ? undefined : compactTime(`${stamp}00Z`) };
}

/** What the name of a file beside an object, which keeps its metadata in a local copy, has more than the object's. */
export const sidecarSuffix = '.metadata.json';

/** By its name alone: is there an object that it belongs to? See `Sidecars`. */
export function isSidecar(key: string): boolean {
  return key.endsWith(sidecarSuffix);
}

export function isDigest(key: string): boolean {
  return /(^|\/)CloudTrail-Digest\//.test(key) && key.endsWith('.gz');
}

/** `20260701T130000Z` -> epoch milliseconds; `undefined` where there is no such time. */
function compactTime(stamp: string): number | undefined {
  return utcTime(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

/** `2026-07-01T13:00:00Z` and no other form -> epoch milliseconds. */
export function utcTime(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 19) !== text.slice(0, 19) ? undefined : time;
}

export function iso(time: number): string {
  return new Date(time).toISOString().replace(/\.000Z$/, 'Z');
}
