import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { colours } from '../../src/report/html/colours.ts';
import { html } from '../../src/report/html.ts';
import { runSha256 } from '../../src/report/json.ts';
import type { Run } from '../../src/report/reporter.ts';
import { hostile, makeRun, unverified } from './evidence-factory.ts';
import { intruders } from './html-check.ts';

const page = (run: Run) => [...html(run)].join('');
const none = makeRun({ findings: 0, compliant: 40, limits: [] });
const three = makeRun({ findings: 3, compliant: 60 });
const many = makeRun({ findings: 400, compliant: 2_000, exemptEvery: 9 });
const evil = makeRun({ findings: 10, compliant: 4, names: Object.values(hostile) });
const pages = [
  ['no finding', none],
  ['three', three],
  ['400', many],
  ['hostile', evil],
] as const;

describe.each(pages)('report.html, %s', (_, run) => {
  const text = page(run);

  it('is inert: no script but its own, no handler, request, stray bracket or control character', () => {
    expect(intruders(text)).toEqual([]);
    expect(text.match(/<script/gi)).toHaveLength(1);
    expect(text.replace(/<script>[\s\S]*?<\/script>/, '')).not.toMatch(/javascript:|@import|url\((?!#)/i);
  });

  it('allows its one style sheet and its one script by hash, no trusted type, and nothing else', () => {
    const hashOf = (tag: string) =>
      createHash('sha256')
        .update(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(text)?.[1] ?? '')
        .digest('base64');
    expect(text).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hashOf('style')}'; script-src 'sha256-${hashOf('script')}'; require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'; form-action 'none'">`,
    );
    expect(text.match(/<style/g)).toHaveLength(1);
    expect(text).not.toContain(' style=');
  });

  it('has each id once, and each link within it leads somewhere', () => {
    const ids = [...text.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of text.matchAll(/ (?:href|aria-labelledby)="#?([^"]+)"/g)) expect(ids).toContain(target);
  });

  it('names its run, and carries its hash into the footer of every printed page', () => {
    const hash = runSha256(run.evidence);
    expect(text).toContain(`content:"sagewarden 0.1.0 · run ${hash}"`);
    expect(text.split(hash).length - 1).toBeGreaterThanOrEqual(3);
  });

  it('says claim, verdict and limits before any finding, and ends with the sign-off', () => {
    const at = [
      'The claim.',
      'class="verdict',
      'What limits this verdict',
      'id="scope"',
      'id="findings"',
      'id="timeline"',
      'id="coverage"',
      'id="exposure"',
      'id="actors"',
      'id="tie-out"',
      'id="log-control"',
      'id="problems"',
      'id="gaps"',
      'id="digests"',
      'id="unread"',
      'id="population"',
      'id="exemptions"',
      'id="response"',
      'id="rules"',
      'id="method"',
      'id="sample"',
      'id="files"',
      'id="sign-off"',
    ].map((part) => text.indexOf(part));
    expect(at).not.toContain(-1);
    expect(at).toEqual([...at].sort((a, b) => a - b));
  });
});

describe('what the page shows', () => {
  it('a small run, whole (the style sheet apart)', async () => {
    const text = page(makeRun({ findings: 1, compliant: 2 }));
    const readable = text
      .replace(/<style>[\s\S]*?<\/style>/, '<style>…</style>')
      .replace(/<script>[\s\S]*?<\/script>/, '<script>…</script>')
      .replace(/(<template id="[a-z-]+">)[^<]+/g, '$1…')
      .replace(/sha256-[\w+/=]+/g, 'sha256-…');
    await expect(readable).toMatchFileSnapshot('../golden/report/report.html');
  });

  it('at most 200 rows of the population and 200 findings of a rule, and where the rest is', () => {
    const text = page(many);
    const population = text.slice(text.indexOf('id="population"'), text.indexOf('id="exemptions"'));
    expect(population.match(/<tr>/g)).toHaveLength(201);
    expect(population).toContain('The first 200 of 2,400 rows are shown; all are in <code>population.csv</code>');
    expect(text).toContain('The first 200 of 267 findings of this rule are shown; all are in <code>evidence.json</code>');
  });

  it('the non-compliant rows of the population first', () => {
    const text = page(three);
    const population = text.slice(text.indexOf('id="population"'), text.indexOf('id="exemptions"'));
    const classes = [...population.matchAll(/class="mark c-([a-z-]+)"/g)].map((match) => match[1]);
    expect(classes.slice(0, 4)).toEqual(['non-compliant', 'non-compliant', 'non-compliant', 'not-evaluable']);
    expect(classes).toHaveLength(63);
  });

  it('where the record of a finding is', () => {
    const { eventId } = three.evidence.findings[0]!;
    const row = [...three.population.rows()].find((candidate) => candidate.eventId === eventId)!;
    expect(page(three)).toContain(`aws s3 cp s3://BUCKET/${row.object} - | gunzip | jq &#39;.Records[${row.recordIndex}]&#39;`);
  });

  it('what is invisible, as a marked escape', () => {
    const text = page(evil);
    expect(text).toContain('gpj.<span class="esc">\\u{202E}</span>exe');
    expect(text).toContain('<span class="esc">\\u{1B}</span>[2Jcleared');
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).toContain('(2880 more characters)');
  });

  it('a line that does not balance, by word', () => {
    const evidence = { ...three.evidence, tieOut: three.evidence.tieOut.map((line) => ({ ...line, balances: false })) };
    expect(page({ ...three, evidence }).match(/does not balance<\/span>/g)).toHaveLength(2);
    expect(page(three)).not.toContain('does not balance</span>');
  });

  it('never "nothing limits it" of an unverified run without saying so', () => {
    expect(page(none)).toContain('Nothing but the integrity of the records, which was not verified');
    expect(page(three)).not.toContain('<p>Nothing but');
  });

  it.each([
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'],
    ['', ''],
    ['1970-01-01T00:00:00Z', '2999-01-01T00:00:00Z'],
  ])('a page also for the period %j to %j', (from, to) => {
    const text = page({ ...three, evidence: { ...three.evidence, period: { from, to, given: false } } });
    expect(intruders(text)).toEqual([]);
    expect(text.length).toBeLessThan(400_000);
  });
});

it('the check of the page finds what a reporter that does not escape would let through', () => {
  const text = page(evil);
  for (const name of [
    hostile.script,
    hostile.attribute,
    hostile.escape,
    hostile.bidi,
    '<a href="https://evil">x</a>',
    '<p onclick="x()">',
  ]) {
    expect(intruders(text.replace('The claim.', () => name))).not.toEqual([]);
  }
});

describe('colours', () => {
  const schemes = [...colours.matchAll(/:root\{([^}]*)\}/g)].map(([, body = '']) =>
    Object.fromEntries([...body.matchAll(/--([\w-]+):(#\w+)/g)].map(([, name, value]) => [name, value])),
  );
  const text = ['ink', 'muted', 'link', 'compliant', 'exempt', 'non-compliant', 'failed-attempt', 'not-evaluable'];

  it('there are two schemes with the same names', () => {
    expect(schemes.map((scheme) => Object.keys(scheme).length)).toEqual([15, 15].map(() => Object.keys(schemes[0]!).length));
    expect(schemes).toHaveLength(2);
  });

  it.each(schemes.flatMap((scheme, at) => text.map((name) => [at === 0 ? 'light' : 'dark', name, scheme] as const)))(
    '%s: text in %s has a contrast of at least 4.5',
    (_, name, scheme) => {
      expect(contrast(scheme[name]!, scheme.page!)).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each(schemes.flatMap((scheme) => ['bar-compliant', 'bar-not-applicable', 'line-strong'].map((name) => [name, scheme] as const)))(
    'the shape %s has a contrast of at least 3, or is a rule beside text',
    (name, scheme) => {
      expect(contrast(scheme[name]!, scheme.page!)).toBeGreaterThanOrEqual(name === 'line-strong' ? 2 : 3);
    },
  );
});

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const full = hex.length === 4 ? hex.replace(/\w/g, '$&$&') : hex;
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(full.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

it('keeps a limit that is only said apart from one that keeps it from being confirmed', () => {
  const text = page(makeRun({ limits: [unverified, { ...unverified, what: 'Only said.', inconclusive: false }] }));
  expect(text.match(/keeps it from being confirmed/g)).toHaveLength(1);
  expect(text.match(/to be known/g)).toHaveLength(1);
});
