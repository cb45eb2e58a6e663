import { parseArgs } from 'node:util';
import { sampleArchive } from './sample/archive.ts';
import { digested } from './sample/digested.ts';
import { contentOf, publicKeysOf, writeArchive } from './sample/write.ts';

const usage = `npm run sample -- [--size full|small] [--out DIR] [--seed N]
writes a made-up CloudTrail archive in the layout of a real one, with its digests, and beside it their public keys: full (the
default, some 45,000 records, a digest an hour) into sample-full/, small (the one that is bundled, a digest a day) into sample/`;

function main(): void {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      size: { type: 'string', default: 'full' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const { size } = values;
  const out = values.out ?? (size === 'small' ? 'sample' : 'sample-full');
  const seed = Number(values.seed);
  if (size !== 'small' && size !== 'full') throw new Error(`--size is "${size}", expected small or full`);
  if (!Number.isSafeInteger(seed)) throw new Error(`--seed is "${values.seed}", expected a whole number`);
  const objects = sampleArchive({ size, seed });
  const withDigests = digested(objects, size);
  writeArchive(out, objects, withDigests);
  const records = objects.reduce((sum, object) => sum + object.records.length, 0);
  const bytes = objects.reduce((sum, object) => sum + contentOf(object).length, 0);
  console.log(`${out}: ${records} records in ${objects.length} objects, ${(bytes / 1e6).toFixed(1)} MB of JSON`);
  const digests = withDigests.files.filter(({ compressed }) => compressed).length;
  console.log(`${digests} digests; their public keys are in ${publicKeysOf(out)}`);
}

try {
  main();
} catch (error) {
  console.error(`sample: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
