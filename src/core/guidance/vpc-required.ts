import type { Guidance } from '../rule.ts';
import { api, guide, iamKeys, own, published } from './citations.ts';

export const vpcRequired: Guidance = {
  appliesTo:
    'Every resource type that takes a VpcConfig. An endpoint config whose variants all name a model takes the models’; notebook instances and domains have rules of their own.',
  failsWhen:
    'Any placement has no VpcConfig, or one without subnets or without security groups: every tuning definition, every HyperPod group.',
  risk: 'Without a VpcConfig the container runs in a VPC that AWS manages, with a way to the internet that no security group, endpoint policy or flow log of yours sees. Code in the container can send training data, model artifacts or credentials out, and fetch code in. A VpcConfig does not change who can invoke an endpoint: that is IAM and an interface endpoint.',
  impact: {
    for: [
      'Security groups, route tables and endpoint policies decide what the container reaches.',
      'VPC flow logs show every connection.',
      'S3 transfers of the service use your VPC, so bucket policies can require its endpoint.',
    ],
    against: [
      'The VPC needs what the container needs: endpoints or NAT, DNS, addresses in every subnet (see vpc-prerequisites).',
      'CreateModel succeeds also where those are missing; the endpoint or transform job then fails with a timeout.',
      'Models and jobs cannot be changed: each has to be created anew.',
    ],
  },
  defaultValue: 'No VpcConfig: the container has internet access through a VPC managed by SageMaker AI.',
  profile: 'Level 1',
  references: [
    guide('infrastructure-give-access'),
    guide('host-vpc'),
    guide('train-vpc'),
    guide('process-vpc'),
    api('VpcConfig'),
    api('CreateModel'),
    api('CreateTrainingJob'),
    'https://docs.aws.amazon.com/config/latest/developerguide/sagemaker-model-in-vpc.html',
    iamKeys,
  ],
  remediation: {
    console: [
      'In the SageMaker AI console, open Inference, Models, and note the model’s containers, execution role and environment.',
      'Choose Create model, give it a new name and the same settings; under Network choose the VPC, private subnets in at least two Availability Zones, and the security groups.',
      'Under Inference, Endpoint configurations, create a configuration that names the new model.',
      'Under Inference, Endpoints, update the endpoint to the new configuration, and wait until it is InService.',
      'Send it a request. When it answers as before, delete the old configuration and the old model.',
      'For a job: create it again, with the VPC, subnets and security groups in its Network section.',
    ],
    cli: `aws sagemaker describe-model --model-name MODEL
aws sagemaker create-model --model-name MODEL-vpc --execution-role-arn ROLE_ARN \\
  --primary-container Image=IMAGE,ModelDataUrl=S3_URI \\
  --vpc-config Subnets=SUBNET_A,SUBNET_B,SecurityGroupIds=SECURITY_GROUP
aws sagemaker create-endpoint-config --endpoint-config-name CONFIG-vpc \\
  --production-variants VariantName=main,ModelName=MODEL-vpc,InitialInstanceCount=1,InstanceType=ml.m5.large
aws sagemaker update-endpoint --endpoint-name ENDPOINT --endpoint-config-name CONFIG-vpc
aws sagemaker wait endpoint-in-service --endpoint-name ENDPOINT
# The way back, until the new model is verified: update-endpoint to the old configuration. Then:
aws sagemaker delete-endpoint-config --endpoint-config-name CONFIG
aws sagemaker delete-model --model-name MODEL`,
  },
  mappings: [
    published('Prowler', 'sagemaker_models_vpc_settings_configured', 'sagemaker_training_jobs_vpc_settings_configured'),
    published('AWS Config', 'SAGEMAKER_MODEL_IN_VPC'),
    published('Powerpipe', 'aws_compliance.control.sagemaker_model_in_vpc', 'aws_compliance.control.sagemaker_training_job_in_vpc'),
    published('compliance.tf', 'sagemaker_model_in_vpc'),
    published('AWS Config conformance pack', 'Amazon-Sagemaker-AI-Security-and-Governance-Best-Practices.yaml'),
    published('ISO/IEC 27001:2022 (Prowler)', 'A.8.20', 'A.8.21', 'A.8.22'),
    published('CIS Controls v8.1 (Prowler)', '12.2'),
    published('CSA CCM 4.0 (Prowler)', 'IVS-06'),
    published('FINOS CCC v2025.10 (Prowler)', 'CCC.MLDE.CN08.AR01', 'CCC.MLDE.CN08.AR02'),
    published('AWS Well-Architected Security Pillar (Prowler)', 'SEC05-BP01'),
    published('AWS AI Security Framework 1.0 (Prowler)', 'AISF-ML-01', 'AISF-ML-03'),
    published('KISA ISMS-P 2023 (Prowler)', '2.6.1', '2.10.2'),
    own('NIST SP 800-53 r5', 'SC-7', 'AC-4'),
    own('PCI DSS v4.0.1', '1.3.1', '1.3.2'),
  ],
};
