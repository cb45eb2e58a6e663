import { type Command, InvalidArgumentError } from 'commander';
import { openFold } from '../app/days/fold.ts';
import { openDays } from './day-store.ts';
import { UsageError } from './errors.ts';
import { instant } from './instant.ts';
import { type ScanFlags, scan } from './scan.ts';
import { signHelp } from './sign.ts';

/** What `report` takes of sealed days, beside what it takes of a run. */
export type FoldFlags = Pick<
  ScanFlags,
  'from' | 'to' | 'config' | 'verify' | 'publicKeys' | 'acceptUnverified' | 'generatedAt' | 'ledger' | 'sign'
> & { readonly head?: string };

export function withFoldOptions(command: Command): Command {
  return command
    .option('--from <time>', 'sealed days: start of the period, in it (ISO 8601 with zone)', instant)
    .option('--to <time>', 'sealed days: end of the period, not in it', instant)
    .option('--config <file>', 'sealed days: policy file to judge by (default: ./sagewarden.yml, else the built-in defaults)')
    .option(
      '--verify',
      "sealed days: hold the log files' hashes against the digests that were sealed with them (not from Athena: there are none)",
    )
    .option('--public-keys <file...>', 'sealed days: keys of the digests, from files that sagewarden public-keys wrote')
    .option('--accept-unverified', 'sealed days: let a period that was not verified be conclusive; the evidence says so')
    .option('--generated-at <time>', 'sealed days: time that the evidence is said to be made at', instant)
    .option('--ledger <table>', "sealed days: the live monitor's ledger, for the section on responses")
    .option('--sign <key>', `sealed days: ${signHelp}`)
    .option('--head <sha256>', 'sealed days: sha256 that the newest day must have, as it was written down', sha256);
}

/** Every sealed day that may hold events of the period, as one scan of what they were made of. */
export async function reportDays(where: string, flags: FoldFlags & Pick<ScanFlags, 'out' | 'force' | 'json' | 'quiet'>): Promise<void> {
  const { from, to, head, ...rest } = flags;
  if (from === undefined || to === undefined)
    throw new UsageError(`--from and --to go together: ${from === undefined ? '--from' : '--to'} is missing`);
  const store = await openDays(where);
  const fold = await openFold(store, { period: { from, to }, now: Date.now(), head, verify: flags.verify });
  const recorded = { sealedDays: { store: store.url, head: fold.head, faults: fold.faults } };
  await scan([where], { ...rest, from, to, sealed: fold, recorded });
}

export const isFold = (flags: FoldFlags): boolean => flags.from !== undefined || flags.to !== undefined;

/** What would be ignored is refused. */
export function demandRun(flags: FoldFlags): void {
  const names = ['config', 'verify', 'publicKeys', 'acceptUnverified', 'generatedAt', 'ledger', 'sign', 'head'] as const;
  const given = names.find((name) => flags[name] !== undefined);
  if (given !== undefined)
    throw new UsageError(
      `--${given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} is for sealed days: say --from and --to too`,
    );
}

function sha256(value: string): string {
  if (!/^[0-9a-f]{64}$/.test(value)) throw new InvalidArgumentError('expected 64 hex digits');
  return value;
}
