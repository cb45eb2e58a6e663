import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultOut } from '../../src/cli/default-out.ts';
import { type SageMakerStandIn, start } from '../../stand-ins/sagemaker.ts';
import { type StsStandIn, start as startSts } from '../../stand-ins/sts.ts';
import { folder, run, runAsync } from '../support/cli.ts';

let aws: SageMakerStandIn;
let sts: StsStandIn;
beforeAll(async () => {
  [aws, sts] = await Promise.all([start(), startSts()]);
});
afterAll(() => Promise.all([aws.close(), sts.close()]));

it('is a folder that is not there', () => {
  const root = folder();
  const time = '2026-10-01T00:00:00.123Z';
  const first = defaultOut(`${root}/posture-`, time);
  expect(first).toBe(join(root, 'posture-2026-10-01T000000.123Z'));
  mkdirSync(first);
  const second = defaultOut(`${root}/posture-`, time);
  expect(second).toBe(`${first}-2`);
  writeFileSync(second, '');
  expect(defaultOut(`${root}/posture-`, time)).toBe(`${first}-3`);
});

it('posture: runs of the same second have a folder each', async () => {
  const cwd = folder();
  const env = {
    AWS_ENDPOINT_URL_SAGEMAKER: aws.url,
    AWS_ENDPOINT_URL_STS: sts.url,
    AWS_ACCESS_KEY_ID: 'AKIAHOME',
    AWS_SECRET_ACCESS_KEY: 'home',
    AWS_REGION: 'eu-west-1',
  };
  const { arn } = aws.create({ type: 'Model', name: 'bad' });
  const ran = await Promise.all([1, 2, 3].map(() => runAsync(['posture', '--resource', arn, '--quiet'], { cwd, env })));
  expect(ran.map(({ code, err }) => [code, err])).toEqual([1, 2, 3].map(() => [1, '']));
  expect(readdirSync(join(cwd, 'evidence'))).toHaveLength(3);
});

it('scan: also with a time that was given', () => {
  const cwd = folder();
  const event = resolve(import.meta.dirname, '../../events/model/public-subnet.json');
  const scan = () => run(['scan', event, '--generated-at', '2026-10-01T00:00:00Z', '--quiet'], { cwd });
  expect(scan().err).toBe('');
  expect(scan().err).toBe('');
  expect(readdirSync(join(cwd, 'evidence')).sort()).toEqual(['2026-10-01T000000Z', '2026-10-01T000000Z-2']);
});
