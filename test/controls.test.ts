import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { blocksOf, drift } from '../scripts/ci/controls/blocks.ts';
import { documentedRules } from '../src/core/guidance/index.ts';
import { run } from './support/cli.ts';

/** The page's commands are run by scripts/ci/controls.sh, against moto; here is what needs neither. */

const docs = resolve(import.meta.dirname, '../docs');
const page = readFileSync(join(docs, 'controls.md'), 'utf8');

/** Every identifier of the five documents, by who uses it, and the rules that answer to it. */
const identifiers: [string, string, string[]][] = [
  ['Prowler', 'sagemaker_models_vpc_settings_configured', ['vpc-required']],
  ['Prowler', 'sagemaker_models_network_isolation_enabled', ['network-isolation-required']],
  ['Prowler', 'sagemaker_training_jobs_vpc_settings_configured', ['vpc-required']],
  ['Prowler', 'sagemaker_training_jobs_network_isolation_enabled', ['network-isolation-required']],
  ['AWS Config', 'SAGEMAKER_MODEL_IN_VPC', ['vpc-required']],
  ['Powerpipe', 'aws_compliance.control.sagemaker_model_in_vpc', ['vpc-required']],
  ['compliance.tf', 'sagemaker_model_in_vpc', ['vpc-required', 'vpc-prerequisites']],
];

const idsIn = (json: string): string[] => (JSON.parse(json) as { id: string }[]).map(({ id }) => id);

describe.each(identifiers)('%s %s', (framework, identifier, rules) => {
  it('is on the page, with its rules', () => {
    const row = page.split('\n').find((line) => line.startsWith(`| ${framework} \`${identifier}\` |`));
    expect([...(row?.split('|')[2] ?? '').matchAll(/`([^`]+)`/g)].map(([, rule]) => rule)).toEqual(rules);
  });

  it('is mapped, as published', () => {
    const mapping = documentedRules.find(({ id }) => id === rules[0])?.mappings.find((each) => each.framework === framework);
    expect(mapping?.source).toBe('published');
    expect(mapping?.ids).toContain(identifier);
  });

  it('finds the rules, and they say it', () => {
    const { code, out } = run(['rules', identifier, '--json']);
    expect([code, idsIn(out)]).toEqual([0, rules]);
    expect(run(['rules', identifier]).out).toContain(identifier);
  });
});

test.each<[string, string[]]>([
  ['vpc-required', ['vpc-required']],
  ['sagemaker-domain-in-vpc', ['vpc-only-domain']],
  ['SAGEMAKER_DATA_QUALITY_JOB_ISOLATION', ['network-isolation-required']],
  ['SageMaker.1', ['direct-internet-disabled']],
  ['Sagemaker_Model_In_Vpc', ['vpc-required', 'vpc-prerequisites']],
])('a rule is found by %s', (name, rules) => {
  expect(idsIn(run(['rules', name, '--json']).out)).toEqual(rules);
});

test('a name that nobody has is refused, with the nearest', () => {
  const { code, err } = run(['rules', 'SAGEMAKER_MODEL_IN_VPX']);
  expect([code, err]).toEqual([2, 'sagewarden: unknown rule "SAGEMAKER_MODEL_IN_VPX": did you mean SAGEMAKER_MODEL_IN_VPC?\n']);
});

test('every block of commands is run, and shows what it prints', () => {
  const blocks = blocksOf(page);
  expect(blocks.length).toBe(page.match(/^```sh/gm)?.length);
  expect(blocks.filter(({ shown }) => shown.every((line) => line.trim() === '...')).map(({ commands }) => commands)).toEqual([]);
});

test.each([...page.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target).filter((target) => !target.startsWith('https:')))(
  'links to %s, which is there',
  (target) => {
    const [path = '', anchor] = target.split('#');
    const text = path === '' ? page : existsSync(join(docs, path)) ? readFileSync(join(docs, path), 'utf8') : '';
    expect(text).not.toBe('');
    if (anchor !== undefined) expect(headings(text)).toContain(anchor);
  },
);

test.each([...new Set(page.match(/scripts\/ci\/[\w/.-]+\.(?:sh|ts)/g))])('%s is there', (path) => {
  expect(existsSync(join(docs, '..', path))).toBe(true);
});

/** As GitHub makes them. */
const headings = (text: string): string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );

describe('drift', () => {
  const printed = 'one\ntwo 42\nthree\n';

  test.each([
    ['all of it', ['one', 'two 42', 'three']],
    ['text left out', ['one', 'two …', 'three']],
    ['lines left out', ['one', '...']],
    ['lines left out before', ['...', 'three']],
    ['lines left out where there are none', ['one', '...', 'two 42', 'three']],
    ['nothing shown', []],
  ])('none: %s', (_, shown) => expect(drift(shown, printed)).toBeUndefined());

  test.each([
    ['another text', ['one', 'two 43', 'three'], 'two 43'],
    ['another order', ['...', 'three', '...', 'one'], 'one'],
    ['a line too many', ['one', 'two 42', 'three', 'four'], 'four'],
    ['a line too few', ['one', 'two 42'], '(nothing after it, and there is three)'],
    ['a line in between', ['one', 'three'], 'three'],
    ['a pattern is text', ['o.e', '...'], 'o.e'],
  ])('some: %s', (_, shown, missing) => expect(drift(shown, printed)).toBe(missing));
});
