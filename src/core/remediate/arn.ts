import { resources } from '../resources/resources.ts';
import { type ResourceType, resourceTypes } from '../resources/types.ts';

export interface ResourceArn {
  readonly arn: string;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly type: ResourceType;
  /** What stands behind the type: SageMaker's ARNs have names in lower case. */
  readonly name: string;
}

/** `undefined`: not the ARN of a SageMaker resource that the catalogue knows. */
export function parseArn(arn: string): ResourceArn | undefined {
  const match = /^arn:(aws[a-z-]*):sagemaker:([a-z0-9-]{1,63}):(\d{12}):([a-z0-9-]+)\/(\S{1,400})$/.exec(arn);
  if (!match) return undefined;
  const [, partition = '', region = '', account = '', arnType = '', name = ''] = match;
  const type = resourceTypes.find((each) => resources[each].arnType === arnType);
  if (!type) return undefined;
  return { arn, partition, region, account, type: type === 'Pipeline' && name.includes('/execution/') ? 'PipelineExecution' : type, name };
}

export const arnOf = (
  { partition, region, account }: Pick<ResourceArn, 'partition' | 'region' | 'account'>,
  type: ResourceType,
  name: string,
) => `arn:${partition}:sagemaker:${region}:${account}:${resources[type].arnType}/${name.toLowerCase()}`;
