import { expect, test } from 'vitest';
import { contains } from '../../src/core/rules/cidr.ts';

test.each([
  ['10.0.0.0/16', '10.0.3.0/24', true],
  ['10.0.3.0/24', '10.0.3.0/24', true],
  ['10.0.3.0/24', '10.0.0.0/16', false],
  ['10.0.0.0/16', '10.1.0.0/24', false],
  ['0.0.0.0/0', '203.0.113.0/24', true],
  ['255.255.255.255/32', '255.255.255.255/32', true],
  ['128.0.0.0/1', '192.0.2.0/24', true],
  ['128.0.0.0/1', '10.0.0.0/8', false],
  ['10.0.0.0/33', '10.0.0.0/33', false],
  ['10.0.0.256/24', '10.0.0.0/24', false],
  ['fd00::/8', 'fd00::/64', false],
  ['', '', false],
])('%s holds %s: %s', (outer, inner, expected) => {
  expect(contains(outer, inner)).toBe(expected);
});
