import { type Operation, operations } from '../resources/catalog.ts';

/**
 * SageMaker's condition keys about the network, and the type of their values: `list` keys are tested with `ForAnyValue` or
 * `ForAllValues`. Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon SageMaker"
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html). Which operation supports which
 * is a column of the catalogue.
 */
export const conditionKeys = {
  'sagemaker:VpcSubnets': 'list',
  'sagemaker:VpcSecurityGroupIds': 'list',
  'sagemaker:NetworkIsolation': 'boolean',
  'sagemaker:InterContainerTrafficEncryption': 'boolean',
  'sagemaker:DirectInternetAccess': 'string',
  'sagemaker:AppNetworkAccessType': 'string',
  'sagemaker:EnableRemoteDebug': 'boolean',
  'sagemaker:ServerlessMemorySize': 'number',
  'sagemaker:ModelArn': 'string',
} as const;

export type ConditionKey = keyof typeof conditionKeys;

export const supports = ({ iamConditionKeys }: Operation, key: ConditionKey): boolean => iamConditionKeys.includes(key);

/** Operations whose requests carry the key. A Deny with the key over any other would refuse it always, or never. */
export const operationsWith = (key: ConditionKey): Operation[] => operations.filter((operation) => supports(operation, key));
