import { dayOf, type PublishDates, publishMonths } from '../../trail/key.ts';
import { inOrder } from './in-order.ts';

/** Where in a bucket the log files that were asked for lie. Keys: CloudTrail User Guide, "Finding your CloudTrail log files". */

export interface Asked {
  /** Absent: every one. */
  readonly published: PublishDates | undefined;
  /** Empty: all. */
  readonly accounts: readonly string[];
  /** Empty: all. */
  readonly regions: readonly string[];
  /** Digest files too, and whatever they may name. */
  readonly digests: boolean;
}

/** A prefix, and where it stands in the whole work (0 to 1). */
export interface Part {
  readonly prefix: string;
  readonly at: number;
  readonly width: number;
}

/** The folders right below a prefix, in order. */
export type Folders = (prefix: string) => Promise<readonly string[]>;

/** The `AWSLogs/` that lie somewhere in these folders. */
export type FindLogs = (folders: readonly string[]) => Promise<readonly string[]>;

/** LISTs under way for each level of folders. */
const ahead = 8;

/**
 * Prefixes that are to be listed whole, in order: day by day below `AWSLogs/[o-.../]<account>/CloudTrail[-Digest]/<region>/`. What is
 * not laid out so is one such prefix. Where there is an `AWSLogs/`, trails are in it and in the `AWSLogs/` of the folders beside it; what
 * else lies there is something else.
 */
export async function* prefixes(given: string, asked: Asked, folders: Folders, findLogs: FindLogs): AsyncIterable<Part> {
  const whole = (prefix: string): Part => ({ prefix, at: 0, width: 1 });
  const place = await standsAt(given, folders);
  switch (place.level) {
    case 'whole':
      yield whole(place.prefix);
      return;
    case 'logs': {
      const logs = [place.prefix, ...(await findLogs(place.beside ?? []))].sort();
      yield* days(regions(kinds(accountsOf(divide(whole(''), logs), asked, folders), asked, folders), asked, folders), asked, folders);
      return;
    }
    case 'account':
      yield* days(regions(kinds(each([whole(place.prefix)]), asked, folders), asked, folders), asked, folders);
      return;
    case 'kind':
      yield* days(regions(each([whole(place.prefix)]), asked, folders), asked, folders);
      return;
    case 'region':
      yield* days(each([whole(place.prefix)]), asked, folders);
  }
}

interface Place {
  readonly level: 'whole' | 'logs' | 'account' | 'kind' | 'region';
  readonly prefix: string;
  /** The folders beside an `AWSLogs/` that was found, not given. */
  readonly beside?: readonly string[];
}

const isAccount = (name: string) => /^\d{12}$/.test(name);
const isOrganisation = (name: string) => /^o-[a-z0-9]+$/.test(name);

async function standsAt(given: string, folders: Folders): Promise<Place> {
  // As aws s3 sync takes it: a folder, if there is one of that name.
  const isFolder = given === '' || given.endsWith('/') || (await folders(given)).includes(`${given}/`);
  if (!isFolder) return { level: 'whole', prefix: given };
  const prefix = given === '' || given.endsWith('/') ? given : `${given}/`;
  const segments = prefix.split('/').slice(0, -1);
  const at = segments.lastIndexOf('AWSLogs');
  if (at < 0) {
    const logs = `${prefix}AWSLogs/`;
    const all = await folders(prefix);
    return all.includes(logs)
      ? { level: 'logs', prefix: logs, beside: all.filter((folder) => folder !== logs) }
      : { level: 'whole', prefix };
  }
  const [first = '', ...rest] = segments.slice(at + 1);
  const below = isOrganisation(first) ? rest : segments.slice(at + 1);
  const [account = '', kind = ''] = below;
  if (below.length === 0) return { level: 'logs', prefix };
  const isOurs = isAccount(account) && /^CloudTrail(-Digest)?$/.test(kind);
  if (below.length === 1 && isAccount(account)) return { level: 'account', prefix };
  if (below.length === 2 && isOurs) return { level: 'kind', prefix };
  if (below.length === 3 && isOurs) return { level: 'region', prefix };
  return { level: 'whole', prefix };
}

async function* accountsOf(logs: readonly Part[], asked: Asked, folders: Folders): AsyncIterable<Part> {
  for (const part of logs) yield* accounts(part, asked, folders);
}

/** The folder of each account; an organisation's trail has them a folder deeper. */
async function* accounts(logs: Part, asked: Asked, folders: Folders): AsyncIterable<Part> {
  const isAsked = (name: string) => isAccount(name) && (asked.accounts.length === 0 || asked.accounts.includes(name));
  const below = (await folders(logs.prefix)).filter((folder) => isAsked(lastOf(folder)) || isOrganisation(lastOf(folder)));
  for (const part of divide(logs, below)) {
    if (isOrganisation(lastOf(part.prefix))) yield* accounts(part, asked, folders);
    else yield part;
  }
}

async function* kinds(accountFolders: AsyncIterable<Part>, asked: Asked, folders: Folders): AsyncIterable<Part> {
  const below = async (part: Part) => divide(part, await kindsOf(part.prefix, asked, folders));
  for await (const parts of inOrder(accountFolders, ahead, below)) yield* parts;
}

/** With digests every kind that is there: a digest may name what nobody reads (Insights events), and it is hashed then. */
async function kindsOf(account: string, { digests }: Asked, folders: Folders): Promise<string[]> {
  if (!digests) return [`${account}CloudTrail/`];
  return (await folders(account)).filter((folder) => /^CloudTrail(-[A-Za-z]+)?$/.test(lastOf(folder)));
}

async function* regions(kindFolders: AsyncIterable<Part>, asked: Asked, folders: Folders): AsyncIterable<Part> {
  const isAsked = (folder: string) => asked.regions.length === 0 || asked.regions.includes(lastOf(folder));
  for await (const parts of inOrder(kindFolders, ahead, async (part) => divide(part, (await folders(part.prefix)).filter(isAsked)))) {
    yield* parts;
  }
}

async function* days(regionFolders: AsyncIterable<Part>, { published }: Asked, folders: Folders): AsyncIterable<Part> {
  if (!published) {
    yield* regionFolders;
    return;
  }
  const isAsked = (folder: string) => {
    const day = dayOf(folder.split('/').slice(-4, -1));
    return day !== undefined && day >= published.first && day <= published.last;
  };
  for await (const parts of inOrder(months(regionFolders, published), ahead, async (part) =>
    divide(part, (await folders(part.prefix)).filter(isAsked)),
  )) {
    yield* parts;
  }
}

async function* months(regionFolders: AsyncIterable<Part>, published: PublishDates): AsyncIterable<Part> {
  for await (const region of regionFolders) {
    yield* divide(
      region,
      publishMonths(published).map((month) => `${region.prefix}${month}/`),
    );
  }
}

function divide({ at, width }: Part, prefixesOfIt: readonly string[]): Part[] {
  const each = width / prefixesOfIt.length;
  return prefixesOfIt.map((prefix, index) => ({ prefix, at: at + index * each, width: each }));
}

function lastOf(folder: string): string {
  return folder.split('/').at(-2) ?? '';
}

async function* each(parts: readonly Part[]): AsyncIterable<Part> {
  yield* parts;
}
