import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

/**
 * The script of report.html as a module of text, which the command line, tsx and the tests read alike. It is made, not kept: the
 * build writes it, and so does every run of the tests.
 */

const target = 'src/report/html/client.generated.ts';

const { outputFiles } = await build({
  entryPoints: ['src/report/client/main.ts'],
  bundle: true,
  write: false,
  platform: 'browser',
  target: 'es2022',
  format: 'iife',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
});
const script = (outputFiles[0]?.text ?? '').trim();
// What would end the element, or make the parser take its end for text.
if (/<\/script|<script|<!--/i.test(script)) throw new Error('the script of the page cannot stand in a script element');
const text = `export const script =\n  ${JSON.stringify(script)};\n`;
if (!existsSync(target) || readFileSync(target, 'utf8') !== text) writeFileSync(target, text);
