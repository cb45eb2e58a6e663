import type { Guidance } from '../rule.ts';
import { api, guide, own } from './citations.ts';

export const serverlessOutsideVpc: Guidance = {
  appliesTo: 'Endpoint configs: production and shadow variants.',
  failsWhen: 'A variant has a ServerlessConfig: Serverless Inference supports neither a VPC configuration nor network isolation.',
  risk: 'The variant’s container cannot be put into a VPC of yours, nor be isolated. No security group, route or flow log of yours applies to it, and no other rule can find it compliant.',
  impact: {
    for: ['Every hosted model can be held to vpc-required and network-isolation-required.'],
    against: [
      'Instances cost money while idle, and have to be sized and scaled.',
      'A serverless endpoint that was made instance-based cannot be rolled back to serverless.',
    ],
  },
  defaultValue: 'A variant is instance-based unless it has a ServerlessConfig.',
  profile: 'Level 2',
  references: [guide('serverless-endpoints'), api('CreateEndpointConfig'), api('ProductionVariant')],
  remediation: {
    console: [
      'In the SageMaker AI console, create a model with the VPC, subnets and security groups.',
      'Create an endpoint configuration of type Provisioned that names it.',
      'Try it on a new endpoint, then update the serverless endpoint to it.',
    ],
    cli: `aws sagemaker create-endpoint-config --endpoint-config-name CONFIG-provisioned \\
  --production-variants VariantName=main,ModelName=MODEL-vpc,InitialInstanceCount=1,InstanceType=ml.m5.large
aws sagemaker create-endpoint --endpoint-name ENDPOINT-trial --endpoint-config-name CONFIG-provisioned
# When the trial answers as it should (there is no way back to serverless on the same endpoint):
aws sagemaker update-endpoint --endpoint-name ENDPOINT --endpoint-config-name CONFIG-provisioned`,
  },
  mappings: [own('NIST SP 800-53 r5', 'SC-7'), own('ISO/IEC 27001:2022', 'A.8.22')],
};
