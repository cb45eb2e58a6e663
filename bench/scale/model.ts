/** What a trail of so many accounts takes, from what was measured and what is assumed. Nothing here was run at that size. */

export const scales = [1, 100, 10_000] as const;

/** Measured on the machine that runs the benchmark, on one core; seconds. */
export interface Figures {
  readonly start: number;
  readonly perMegabyte: number;
  readonly perFile: number;
  readonly bytesPerRecord: number;
  /** JSON to stored bytes. */
  readonly ratio: number;
}

/** Each can be given as a flag. */
export const assumptions = {
  records: { what: 'records a day and account, management events', value: 50_000 },
  busy: { what: 'Regions of an account with events all day: a file every five minutes', value: 3 },
  quiet: { what: 'Regions with a file an hour', value: 14 },
  latency: { what: 'milliseconds until S3 has answered a GET of a small file', value: 60 },
  concurrency: { what: 'GETs under way (the adapter’s default)', value: 64 },
  cores: { what: 'cores of the machine', value: 2 },
  machine: { what: 'dollars an hour for it', value: 0.1 },
  get: { what: 'dollars for 1,000 GETs', value: 0.0004 },
  list: { what: 'dollars for 1,000 LISTs, of 1,000 keys each', value: 0.005 },
  athena: { what: 'dollars for a TB that Athena reads, as stored', value: 5 },
  athenaFiles: { what: 'files a second that an Athena query opens (a guess: nothing was run there)', value: 2_000 },
  queries: { what: 'queries of Athena at a time (the adapter’s default)', value: 4 },
} as const;

export type Assumed = Readonly<Record<keyof typeof assumptions, number>>;

export interface Scale {
  readonly files: number;
  readonly records: number;
  readonly storedGb: number;
  readonly jsonGb: number;
  readonly machine: { readonly hours: number; readonly processor: number; readonly dollars: number };
  readonly athena: { readonly terabytes: number; readonly hours: number; readonly dollars: number; readonly queries: number };
  /** One day, as it comes. */
  readonly seal: { readonly hours: number };
  readonly lookup: { readonly hours: number };
  readonly sensible: string;
}

const days = 365;
/** Event history goes back so far (CloudTrail User Guide), by 50 events a page and 2 requests a second for each account and Region (API reference). */
const lookup = { days: 90, perSecond: 100 };
/** Athena ends a query of DML after so many seconds (service quotas, default). */
const longestQuery = 30 * 60;
/** Longer than a night and a day, nobody waits for one machine. */
const patience = 24;

/** Accounts whose year each still reads within a day and a night; all of it is in proportion to the accounts. */
export function limitsOf(figures: Figures, assumed: Assumed): { readonly machine: number; readonly athena: number; readonly seal: number } {
  const { machine, athena, seal } = scaleOf(1_000, figures, assumed);
  const upTo = (hours: number) => Math.floor((patience / hours) * 1_000);
  return { machine: upTo(machine.hours), athena: upTo(athena.hours), seal: upTo(seal.hours) };
}

export function scaleOf(accounts: number, figures: Figures, assumed: Assumed): Scale {
  const files = accounts * days * (assumed.busy * 288 + assumed.quiet * 24);
  const records = accounts * days * assumed.records;
  const megabytes = (records * figures.bytesPerRecord) / 1e6;
  const storedGb = megabytes / 1e3 / figures.ratio;
  const processor = (figures.start + megabytes * figures.perMegabyte + files * figures.perFile) / assumed.cores;
  const waiting = (files * (assumed.latency / 1e3)) / assumed.concurrency;
  // Files are fetched while others are read: the slower of the two is what it takes.
  const hours = Math.max(processor, waiting) / 3600;
  const machine = {
    hours,
    processor: processor / 3600,
    dollars: (files / 1e3) * assumed.get + (files / 1e6) * assumed.list + hours * assumed.machine,
  };
  const terabytes = storedGb / 1e3;
  const athena = {
    terabytes,
    hours: files / assumed.athenaFiles / assumed.queries / 3600,
    // Athena's own GETs are billed too, one a file at least.
    dollars: terabytes * assumed.athena + (files / 1e3) * assumed.get,
    queries: Math.ceil(files / assumed.athenaFiles / longestQuery),
  };
  // The busiest place decides: all others are read beside it.
  const busiest = (assumed.records / assumed.busy) * lookup.days;
  return {
    files,
    records,
    storedGb,
    jsonGb: megabytes / 1e3,
    machine,
    athena,
    seal: { hours: hours / days },
    lookup: { hours: busiest / lookup.perSecond / 3600 },
    sensible: machine.hours <= patience ? 'one machine' : 'days sealed as they come; Athena for what nobody sealed',
  };
}
