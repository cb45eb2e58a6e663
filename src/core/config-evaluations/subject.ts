import { resources } from '../resources/resources.ts';
import { type ResourceType, resourceTypes } from '../resources/types.ts';
import type { Evaluation } from './model.ts';

const byArnType: ReadonlyMap<string, ResourceType> = new Map(
  // An execution's ARN begins with its pipeline's: the pipeline is the one that is evaluated.
  resourceTypes.filter((type) => type !== 'PipelineExecution').map((type) => [resources[type].arnType, type]),
);

/** `AWS::SageMaker::Model` (AWS Config), `AwsSageMakerModel` (Security Hub) or an ARN -> `Model`. */
export function typeOf({ resourceType, resourceId }: Pick<Evaluation, 'resourceType' | 'resourceId'>): ResourceType | undefined {
  const [, arnType] = /^arn:[\w-]+:sagemaker:[^:]*:[^:]*:([a-z-]+)\//i.exec(resourceId) ?? [];
  const named = resourceType.replace(/^(AWS::SageMaker::|AwsSageMaker)/, '');
  return byArnType.get(arnType?.toLowerCase() ?? '') ?? resourceTypes.find((type) => type === named);
}
