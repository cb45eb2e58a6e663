import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { msPerHour } from '../core/time.ts';
import { UsageError } from './errors.ts';
import { instant } from './instant.ts';

interface KeyFlags {
  readonly region: string[];
  readonly from: string;
  readonly to: string;
  readonly out?: string;
}

export function publicKeysCommand(): Command {
  return new Command('public-keys')
    .description('asks CloudTrail for the public keys that digests are signed with, for verify --public-keys on a machine without AWS')
    .requiredOption('--region <name...>', 'regions that the trail has digests of')
    .requiredOption('--from <time>', 'start of the time that the digests are of (ISO 8601 with zone)', instant)
    .requiredOption('--to <time>', 'its end', instant)
    .option('--out <file>', 'write them there (default: stdout)')
    .addHelpText(
      'after',
      `
Needs cloudtrail:ListPublicKeys in each region.

Example:
  sagewarden public-keys --region eu-west-1 us-east-1 --from 2026-07-01T00:00:00Z --to 2026-10-01T00:00:00Z --out keys.json

Exit codes: 0 written, 2 could not run.`,
    )
    .action(publicKeys);
}

async function publicKeys({ region: regions, from, to, out }: KeyFlags): Promise<void> {
  for (const region of regions)
    if (!/^[a-z]{2}(-[a-z]+)+-\d+$/.test(region)) throw new UsageError(`--region is "${region}", expected one such as eu-west-1`);
  if (Date.parse(from) >= Date.parse(to)) throw new UsageError(`the window is empty: ${from} to ${to}`);
  const { listPublicKeys } = await import('../adapters/cloudtrail-keys.ts');
  // A digest is signed after the hour that it covers.
  const ranges = [...new Set(regions)].map((region) => ({
    region,
    from: Date.parse(from) - msPerHour,
    to: Date.parse(to) + 2 * msPerHour,
  }));
  const file = await listPublicKeys(ranges);
  const silent = ranges.filter(({ region }) => !file.PublicKeyList.some((key) => key.Region === region));
  if (silent.length > 0) throw new UsageError(`no public keys for that time in ${silent.map(({ region }) => region).join(', ')}`);
  const text = `${JSON.stringify(file, null, 2)}\n`;
  if (out === undefined) process.stdout.write(text);
  else writeOut(out, text);
}

function writeOut(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UsageError(`${path}: cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
}
