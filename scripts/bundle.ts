import { createWriteStream, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { type Bundle, bundleHandler } from './deploy/bundle.ts';

/** One zip per handler under dist/lambda, the same bytes for the same sources: fixed times, and CommonJS, which starts faster. */

const out = 'dist/lambda';

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
// Beside the zips, for looking into them and for tests: this package is one of ES modules, the functions are not.
writeFileSync(`${out}/package.json`, '{ "type": "commonjs" }\n');
for (const file of (await readdir('handlers')).sort()) {
  if (!file.endsWith('.ts') || file.endsWith('.d.ts')) continue;
  const name = basename(file, '.ts');
  await write(name, await bundleHandler(`handlers/${file}`));
}

async function write(name: string, { files }: Bundle): Promise<void> {
  const zip = new ZipFile();
  for (const [file, contents] of files) {
    writeFileSync(`${out}/${file === `${name}.js` ? `${name}.cjs` : file}`, contents);
    zip.addBuffer(Buffer.from(contents), file, { mtime: new Date(2020, 0, 1), mode: 0o100644 });
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(`${out}/${name}.zip`));
}
