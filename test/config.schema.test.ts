import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { policySchemaJson } from '../scripts/docs-schema.ts';

const file = readFileSync('sagewarden.schema.json', 'utf8');

test('sagewarden.schema.json is what the policy says: if not, run `npm run docs`', () => {
  expect(file).toBe(policySchemaJson());
});

test('the example names the schema, for editors', () => {
  expect(readFileSync('sagewarden.yml', 'utf8').split('\n')[0]).toBe('# yaml-language-server: $schema=./sagewarden.schema.json');
});

/** Read back from the file, as an editor would. */
const schema = z.fromJSONSchema(JSON.parse(file));

test.each([
  ['the example', readFileSync('sagewarden.yml', 'utf8'), true],
  ['a short form', 'version: 1\nrules: { vpc-required: off, private-subnets: true }', true],
  ['a mapping', 'version: 1\nrules: { approved-network: { subnets: [subnet-0123abcd] } }', true],
  ['no version', 'rules: {}', false],
  ['an unknown key', 'version: 1\nruls: {}', false],
  ['an unknown rule', 'version: 1\nrules: { vpc-requred: on }', false],
  ['yes', 'version: 1\nrules: { vpc-required: yes }', false],
  ['an id of the wrong form', 'version: 1\nrules: { approved-network: { subnets: [subnet-xyz] } }', false],
  ['an account that is a number', 'version: 1\nscope: { accounts: [111122223333] }', false],
  ['an unknown operation', 'version: 1\nscope: { excludeOperations: [CreateModell] }', false],
  ['an exemption without its members', 'version: 1\nexemptions: [{ id: EX-001, rules: [vpc-required] }]', false],
])('the schema judges %s as the loader does', (_, source, good) => {
  expect(schema.safeParse(parse(source)).success).toBe(good);
});
