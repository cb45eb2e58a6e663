import { vi } from 'vitest';
import { type SageMakerOptions, sageMaker } from '../../src/adapters/sagemaker.ts';
import type { ResourcePlace, SageMaker } from '../../src/app/ports.ts';
import { type SageMakerStandIn, type StandInResource, start } from '../../stand-ins/sagemaker.ts';
import { type StsStandIn, start as startSts } from '../../stand-ins/sts.ts';

export const home = '111122223333';

/** The adapter over HTTP against the stand-ins, as in a function of the home account. */
export interface Bench {
  readonly aws: SageMakerStandIn;
  readonly sts: StsStandIn;
  adapter(options?: Partial<SageMakerOptions>): SageMaker;
  close(): Promise<void>;
}

export async function bench(): Promise<Bench> {
  const [aws, sts] = await Promise.all([start({ homeAccount: home }), startSts({ homeAccount: home })]);
  const environment = {
    AWS_ENDPOINT_URL_SAGEMAKER: aws.url,
    AWS_ENDPOINT_URL_STS: sts.url,
    AWS_ACCESS_KEY_ID: 'AKIAHOME',
    AWS_SECRET_ACCESS_KEY: 'home',
    AWS_REGION: 'eu-west-1',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  return {
    aws,
    sts,
    adapter: (options = {}) => sageMaker({ homeAccount: home, ...options }),
    async close() {
      vi.unstubAllEnvs();
      await Promise.all([aws.close(), sts.close()]);
    },
  };
}

export const placeOf = ({ type, name, arn, account, region }: StandInResource): ResourcePlace => ({ type, name, arn, account, region });
