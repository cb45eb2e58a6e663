import { isObject, type JsonObject } from '../json.ts';

/** What a format can say of a resource. `true`: a value; an object: a block, or a list of them, with these members. */
export type Shape = true | { readonly [member: string]: Shape };

/** Paths in a request that the format has no word for. Lists are looked through. */
export function strangers(value: unknown, shape: Shape, at = ''): string[] {
  if (shape === true) return [];
  if (Array.isArray(value)) return [...new Set(value.flatMap((each) => strangers(each, shape, at)))];
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, each]) => {
    const path = at === '' ? name : `${at}.${name}`;
    const inner = Object.hasOwn(shape, name) ? shape[name] : undefined;
    return inner === undefined ? [path] : strangers(each, inner, path);
  });
}

const values = (names: string): Record<string, true> => Object.fromEntries(names.split(' ').map((name) => [name, true]));

const imageConfig: Shape = { ...values('RepositoryAccessMode'), RepositoryAuthConfig: values('RepositoryCredentialsProviderArn') };
const containerValues = values('ContainerHostname Environment Image InferenceSpecificationName Mode ModelDataUrl ModelPackageName');
const container = (s3: Shape): Shape => ({
  ...containerValues,
  ImageConfig: imageConfig,
  ModelDataSource: { S3DataSource: s3 },
  MultiModelConfig: values('ModelCacheSetting'),
});
const model = (s3: Shape): Shape => ({
  ...values('ModelName ExecutionRoleArn EnableNetworkIsolation Tags'),
  PrimaryContainer: container(s3),
  Containers: container(s3),
  InferenceExecutionConfig: values('Mode'),
  VpcConfig: values('Subnets SecurityGroupIds'),
});
const s3Values = values('CompressionType S3DataType S3Uri');

const asyncInference: Shape = {
  ClientConfig: values('MaxConcurrentInvocationsPerInstance'),
  OutputConfig: {
    ...values('KmsKeyId S3FailurePath S3OutputPath'),
    NotificationConfig: values('ErrorTopic IncludeInferenceResponseIn SuccessTopic'),
  },
};
const dataCapture: Shape = {
  ...values('DestinationS3Uri EnableCapture InitialSamplingPercentage KmsKeyId'),
  CaptureContentTypeHeader: values('CsvContentTypes JsonContentTypes'),
  CaptureOptions: values('CaptureMode'),
};
const variantValues = values(
  'ContainerStartupHealthCheckTimeoutInSeconds EnableSSMAccess InferenceAmiVersion InitialInstanceCount InitialVariantWeight InstanceType ModelDataDownloadTimeoutInSeconds ModelName VariantName VolumeSizeInGB',
);
const variantBlocks = {
  CoreDumpConfig: values('DestinationS3Uri KmsKeyId'),
  ServerlessConfig: values('MaxConcurrency MemorySizeInMB ProvisionedConcurrency'),
};

/** AWS::SageMaker::Model, ::EndpointConfig: CloudFormation's resource schemas of us-east-1, as cfn-lint 1.58.0 carries them. */
export const cloudFormationModel: Shape = model({
  ...s3Values,
  HubAccessConfig: values('HubContentArn'),
  ModelAccessConfig: values('AcceptEula'),
});

const cloudFormationVariant: Shape = {
  ...variantValues,
  ...variantBlocks,
  ...values('VariantInstanceProvisionTimeoutInSeconds'),
  CapacityReservationConfig: values('CapacityReservationPreference MlReservationArn'),
  InstancePools: values('InstanceType ModelNameOverride Priority'),
  ManagedInstanceScaling: {
    ...values('MaxInstanceCount MinInstanceCount Status'),
    ScaleInPolicy: values('CooldownInMinutes MaximumStepSize Strategy'),
  },
  RoutingConfig: { ...values('RoutingStrategy'), PrefixAwareRoutingConfig: values('ConcurrencyThreshold PrefixLength') },
};
export const cloudFormationConfig: Shape = {
  ...values('EndpointConfigName KmsKeyId ExecutionRoleArn EnableNetworkIsolation Tags'),
  AsyncInferenceConfig: asyncInference,
  DataCaptureConfig: dataCapture,
  ExplainerConfig: {
    ClarifyExplainerConfig: {
      ...values('EnableExplanations'),
      InferenceConfig: values(
        'ContentTemplate FeatureHeaders FeatureTypes FeaturesAttribute LabelAttribute LabelHeaders LabelIndex MaxPayloadInMB MaxRecordCount ProbabilityAttribute ProbabilityIndex',
      ),
      ShapConfig: {
        ...values('NumberOfSamples Seed UseLogit'),
        ShapBaselineConfig: values('MimeType ShapBaseline ShapBaselineUri'),
        TextConfig: values('Granularity Language'),
      },
    },
  },
  MetricsConfig: values('EnableDetailedObservability EnableEnhancedMetrics MetricPublishFrequencyInSeconds'),
  ProductionVariants: cloudFormationVariant,
  ShadowProductionVariants: cloudFormationVariant,
  VpcConfig: values('Subnets SecurityGroupIds'),
};

/** aws_sagemaker_model, aws_sagemaker_endpoint_configuration: `terraform providers schema -json` of hashicorp/aws 5.100.0. */
export const terraformModel: Shape = model({ ...s3Values, ModelAccessConfig: values('AcceptEula') });

const terraformVariant: Shape = {
  ...variantValues,
  ...variantBlocks,
  ...values('AcceleratorType'),
  ManagedInstanceScaling: values('MaxInstanceCount MinInstanceCount Status'),
  RoutingConfig: values('RoutingStrategy'),
};
export const terraformConfig: Shape = {
  ...values('EndpointConfigName KmsKeyId Tags'),
  AsyncInferenceConfig: asyncInference,
  DataCaptureConfig: dataCapture,
  ProductionVariants: terraformVariant,
  ShadowProductionVariants: terraformVariant,
};

/** The containers of a model's request, each with a key of its own. */
export function containersOf(request: JsonObject): { readonly path: string; readonly container: JsonObject }[] {
  const { PrimaryContainer: primary, Containers: many } = request;
  return [
    ...(isObject(primary) ? [{ path: 'primary', container: primary }] : []),
    ...(Array.isArray(many) ? many.filter(isObject).map((each, index) => ({ path: `container${index + 1}`, container: each })) : []),
  ];
}
