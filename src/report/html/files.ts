import type { PageData } from './data.ts';
import { section, table } from './layout.ts';
import { code, html, type Markup } from './markup.ts';

export function files({ evidence, runSha256 }: PageData): Markup {
  const inSums = html`in <code>SHA256SUMS</code>`;
  const rows = [
    [
      'evidence.json',
      'verdict, limits, tie-out, findings, rules, provenance: the root for machines',
      html`${code(runSha256)} (the hash of this run)`,
    ],
    [
      'population.jsonl',
      `every ${evidence.posture ? 'resource' : 'change'}, one JSON object per line: the canonical population`,
      code(evidence.population.jsonlSha256),
    ],
    ...(evidence.posture
      ? [
          [
            'answers.jsonl',
            'what List and Describe said, redacted, one JSON object per line: what the rows rest on',
            code(evidence.posture.answers.sha256),
          ] as const,
        ]
      : []),
    ['population.csv', 'the same rows as a table; formulas are neutralised with a leading apostrophe', inSums],
    ['findings.ocsf.json', 'the findings as OCSF 1.5 Compliance Findings, for a SIEM or a security lake', inSums],
    ['findings.asff.json', 'the findings in the AWS Security Finding Format, in batches for BatchImportFindings of Security Hub', inSums],
    ['oscal-assessment-results.json', 'NIST OSCAL assessment results: controls, observations, the population by its hash', inSums],
    ['report.html', 'this page', inSums],
    ['manifest.json', 'rows, bytes and sha256 of each file above', inSums],
    ['run.json', 'what differs from run to run: command line, caller, clock, durations', 'not in the sums'],
    ['SHA256SUMS', 'the sums, for sha256sum', ''],
  ] as const;
  return section(
    'files',
    table(
      'Files of this run',
      [{ head: 'File', wide: true }, { head: 'What it holds' }, { head: 'sha256' }],
      rows.map(([name, ...cells]) => [html`<code>${name}</code>`, ...cells]),
    ),
    html`<p>To check that none was changed, in the folder of the run:</p>
<pre><code>sha256sum -c SHA256SUMS</code></pre>
<p>On macOS: <code>shasum -a 256 -c SHA256SUMS</code>.${evidence.posture ? '' : ' The same archive, policy, version and generation time give the same sums on any machine.'}</p>`,
  );
}
