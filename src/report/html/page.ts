import { createHash } from 'node:crypto';
import { shortened } from '../safe-text.ts';
import { verdictWords } from '../sentences.ts';
import type { PageData } from './data.ts';
import { html, time, trusted, untrusted } from './markup.ts';
import { sprite } from './shapes.ts';
import { printFooter, style } from './style.ts';

/**
 * From the doctype to the opening of main. The policy allows this one style sheet, by its hash, and nothing else: no script, no
 * image, no font, no request, no form. A meta tag carries it because a file has no headers.
 */
export function open({ evidence, runSha256 }: PageData): string {
  const css = `${style}${printFooter(`sagewarden ${evidence.tool.version} · run ${runSha256}`)}`;
  const cssHash = createHash('sha256').update(css, 'utf8').digest('base64');
  const { period, tool, verdict } = evidence;
  return `<!doctype html>\n${html`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${trusted(cssHash)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${verdictWords[verdict]}: SageMaker network evidence, ${shortened(period.from, 40)} to ${shortened(period.to, 40)}</title>
<style>${trusted(css)}</style>
</head>
<body>
<a class="skip" href="#claim">Skip to the verdict</a>
${sprite()}
<header><div class="frame">
<p class="product">Sagewarden</p>
<p class="about">Network evidence for Amazon SageMaker</p>
<p class="run">Generated ${time(evidence.generatedAt)} by version ${untrusted(tool.version)}</p>
</div></header>
<main class="frame">
`}`;
}

export const close = '</main>\n</body>\n</html>\n';
