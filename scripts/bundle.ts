import { createWriteStream, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { build, type Plugin } from 'esbuild';
import { ZipFile } from 'yazl';
import { readPolicyFile } from '../src/config.ts';

/**
 * One zip per handler under dist/lambda, the same bytes for the same sources: fixed times, and CommonJS, which starts faster.
 * The policy is checked here and carried as data: a misspelt one stops the deployment, and no parser is in the function.
 */

const out = 'dist/lambda';

const policyPlugin: Plugin = {
  name: 'policy',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^sagewarden:policy$/ }, ({ path }) => ({ path, namespace: 'policy' }));
    onLoad({ filter: /.*/, namespace: 'policy' }, () => {
      const { policy } = readPolicyFile('sagewarden.yml', new Date().toISOString());
      return { contents: JSON.stringify(policy), loader: 'json' };
    });
  },
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const handlers = (await readdir('handlers')).filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'));
for (const file of handlers) {
  const name = basename(file, '.ts');
  const { outputFiles } = await build({
    entryPoints: [`handlers/${file}`],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    minify: true,
    plugins: [policyPlugin],
    logLevel: 'warning',
  });
  const zip = new ZipFile();
  const [{ contents } = { contents: new Uint8Array() }] = outputFiles;
  // Beside the zip, for looking into it and for tests: this package is one of ES modules, the function is not.
  writeFileSync(`${out}/${name}.cjs`, contents);
  zip.addBuffer(Buffer.from(contents), `${name}.js`, { mtime: new Date(2020, 0, 1), mode: 0o100644 });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(`${out}/${name}.zip`));
}
