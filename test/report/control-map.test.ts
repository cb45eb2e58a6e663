import { describe, expect, it } from 'vitest';
import { controlMap } from '../../src/report/html/control-map.ts';
import { makeRun } from './evidence-factory.ts';

const { evidence } = makeRun();
const textOf = (markup: unknown): string => `${markup}`.replace(/<[^>]*>/g, ' ').replace(/[ \n]+/g, ' ');

describe('the control map', () => {
  const text = textOf(controlMap(evidence));

  it.each([
    ['the policy’s own controls', 'NET-01 : Training runs in the research VPC vpc-required the policy'],
    ['a published mapping', 'AWS Config vpc-required SAGEMAKER_MODEL_IN_VPC network-isolation-required SAGEMAKER_MODEL_ISOLATION_ENABLED'],
    ['a mapping of our own', 'NIST SP 800-53 r5 vpc-required SC-7, AC-4 network-isolation-required SC-7, SC-7(5), AC-4 our reading'],
  ])('has %s', (_, expected) => {
    expect(text).toContain(expected);
  });

  it('leaves out rules that are off', () => {
    expect(text).not.toContain('remote-debug-disabled');
  });

  it('says of a control that one of its rules is off', () => {
    const controls = [{ id: 'NET-02', rules: ['vpc-required', 'remote-debug-disabled'] as const }];
    const off = textOf(controlMap({ ...evidence, policy: { ...evidence.policy, controls } }));
    expect(off).toContain('NET-02 vpc-required remote-debug-disabled (off) the policy');
  });

  it('shows a control as text, whatever the policy calls it', () => {
    const controls = [{ id: '<script>', title: '\u202Eevil', rules: ['vpc-required'] as const }];
    const markup = `${controlMap({ ...evidence, policy: { ...evidence.policy, controls } })}`;
    expect(markup).toContain('&lt;script&gt;');
    expect(markup).not.toMatch(/<script>|\u202E/);
  });
});
