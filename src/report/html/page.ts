import { createHash } from 'node:crypto';
import { shortened } from '../../text/safe-text.ts';
import { verdictWords } from '../sentences.ts';
import { script } from './client.generated.ts';
import type { PageData } from './data.ts';
import { html, time, trusted, untrusted } from './markup.ts';
import { sprite } from './shapes.ts';
import { printFooter, style } from './style.ts';

/**
 * From the doctype to the opening of main. The policy allows this one style sheet and this one script, by their hashes, and nothing
 * else: no image, no font, no request, no form; and the script cannot turn text into markup or code, since no trusted type can be
 * made. A meta tag carries it because a file has no headers.
 */
export function open({ evidence, runSha256 }: PageData): string {
  const css = `${style}${printFooter(`sagewarden ${evidence.tool.version} · run ${runSha256}`)}`;
  const { period, tool, verdict } = evidence;
  return `<!doctype html>\n${html`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${hashOf(css)}'; script-src '${hashOf(script)}'; require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'; form-action 'none'">
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

const hashOf = (text: string) => trusted(`sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`);

export const close = '</body>\n</html>\n';
