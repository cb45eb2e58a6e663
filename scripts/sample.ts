import { parseArgs } from 'node:util';
import { sampleArchive } from './sample/archive.ts';
import { contentOf, writeArchive } from './sample/write.ts';

/** `npm run sample -- [--out DIR] [--size small|full] [--seed N]`: a made-up CloudTrail archive in the layout of a real one. */
function main(): void {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: 'sample' },
      size: { type: 'string', default: 'small' },
      seed: { type: 'string', default: '1' },
    },
  });
  const { out, size } = values;
  const seed = Number(values.seed);
  if (size !== 'small' && size !== 'full') throw new Error(`--size is "${size}", expected small or full`);
  if (!Number.isSafeInteger(seed)) throw new Error(`--seed is "${values.seed}", expected a whole number`);
  const objects = sampleArchive({ size, seed });
  writeArchive(out, objects);
  const records = objects.reduce((sum, object) => sum + object.records.length, 0);
  const bytes = objects.reduce((sum, object) => sum + contentOf(object).length, 0);
  console.log(`${out}: ${records} records in ${objects.length} objects, ${(bytes / 1e6).toFixed(1)} MB of JSON`);
}

try {
  main();
} catch (error) {
  console.error(`sample: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
