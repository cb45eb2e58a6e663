import { SourceError } from '../../trail/source.ts';
import type { Page } from './bucket.ts';

/** One page of what lies right below a prefix. @throws SourceError */
export type Look = (prefix: string, after: string | undefined) => Promise<Pick<Page, 'folders' | 'next'>>;

export interface Beside {
  /** The `AWSLogs/` that were found. */
  readonly logs: readonly string[];
  /** Of the folders that were given, those that were not looked through: there may be more in them. */
  readonly unlisted: readonly string[];
}

/** LISTs for all of it: some seconds, and half a cent. Who has more folders than this keeps other things beside the trail. */
const mostLooks = 1_000;
const atOnce = 8;

interface Waiting {
  /** Which of the given ones it lies in. */
  readonly top: string;
  readonly prefix: string;
  readonly after?: string;
}

/**
 * Finds the trails that lie beside another: a trail has a prefix before its `AWSLogs/`, of as many folders as its owner likes. The folders
 * nearest to the top come first.
 */
export async function trailsBeside(folders: readonly string[], look: Look, most = mostLooks): Promise<Beside> {
  const logs: string[] = [];
  const closed: string[] = [];
  let waiting: Waiting[] = folders.map((prefix) => ({ top: prefix, prefix }));
  const lookInto = async (each: Waiting): Promise<Found> => {
    try {
      return below(each, await look(each.prefix, each.after));
    } catch (error) {
      // Whoever may list the trail need not be allowed what lies beside it.
      if (!(error instanceof SourceError)) throw error;
      closed.push(each.top);
      return { logs: [], waiting: [] };
    }
  };
  for (let looks = 0; waiting.length > 0 && looks < most; ) {
    const now = waiting.slice(0, Math.min(atOnce, most - looks));
    looks += now.length;
    const found = await Promise.all(now.map(lookInto));
    logs.push(...found.flatMap((each) => each.logs));
    waiting = [...waiting.slice(now.length), ...found.flatMap((each) => each.waiting)];
  }
  return { logs, unlisted: [...new Set([...closed, ...waiting.map(({ top }) => top)])].sort() };
}

interface Found {
  readonly logs: readonly string[];
  readonly waiting: readonly Waiting[];
}

function below({ top, prefix }: Waiting, { folders, next }: Awaited<ReturnType<Look>>): Found {
  const isLogs = (folder: string) => folder.endsWith('/AWSLogs/');
  return {
    logs: folders.filter(isLogs),
    waiting: [
      ...(next === undefined ? [] : [{ top, prefix, after: next }]),
      ...folders.filter((folder) => !isLogs(folder)).map((folder) => ({ top, prefix: folder })),
    ],
  };
}
