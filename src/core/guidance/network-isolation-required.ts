import type { Guidance } from '../rule.ts';
import { api, guide, iamKeys, own, published, securityHubControls } from './citations.ts';

export const networkIsolationRequired: Guidance = {
  appliesTo:
    'Training, tuning and processing jobs, models, endpoint configs (variants that name no model), monitoring job definitions and schedules.',
  failsWhen: 'EnableNetworkIsolation is not true.',
  risk: 'A container with a network can send what it reads to any host that its routes and security groups reach, and fetch code from there: one compromised package or image is enough. Isolation takes the network away and leaves the execution role’s credentials out of the container.',
  impact: {
    for: [
      'No outbound call from the container, in a VPC or not; peers of one distributed training job still reach each other.',
      'No AWS credentials in the container.',
      'Required anyway for algorithms and models from AWS Marketplace.',
    ],
    against: [
      'The container cannot call S3 or any other service, nor install packages at run time: put them into the image.',
      'The service still downloads the inputs and uploads the outputs itself, outside the container.',
      'The managed Chainer and SageMaker AI RL containers do not support it, and remote debugging does not work with it.',
    ],
  },
  defaultValue: 'EnableNetworkIsolation is false: containers can make outbound network calls.',
  profile: 'Level 2',
  references: [
    guide('mkt-algo-model-internet-free'),
    api('CreateModel'),
    api('CreateTrainingJob'),
    api('CreateProcessingJob'),
    securityHubControls,
    iamKeys,
  ],
  remediation: {
    console: [
      'In the SageMaker AI console, open Inference, Models, and choose Create model.',
      'Give it a new name and the old settings, and choose Enable network isolation.',
      'Create an endpoint configuration that names the new model, and update the endpoint to it.',
      'When the endpoint is InService and answers, delete the old configuration and the old model.',
      'For a job: create it again and choose network isolation in its Network section.',
    ],
    cli: `aws sagemaker create-model --model-name MODEL-isolated --execution-role-arn ROLE_ARN \\
  --primary-container Image=IMAGE,ModelDataUrl=S3_URI \\
  --vpc-config Subnets=SUBNET_A,SUBNET_B,SecurityGroupIds=SECURITY_GROUP --enable-network-isolation
aws sagemaker describe-model --model-name MODEL-isolated --query EnableNetworkIsolation
# Then as for vpc-required: create-endpoint-config, update-endpoint, verify, delete the old model last.`,
  },
  mappings: [
    published('Prowler', 'sagemaker_models_network_isolation_enabled', 'sagemaker_training_jobs_network_isolation_enabled'),
    published(
      'AWS Config',
      'SAGEMAKER_MODEL_ISOLATION_ENABLED',
      'sagemaker-data-quality-job-isolation',
      'sagemaker-model-bias-job-isolation',
      'sagemaker-monitoring-schedule-isolation',
      'SAGEMAKER_MODEL_EXPLAINABILITY_JOB_NETWORK_ISOLATION',
      'SAGEMAKER_MODEL_QUALITY_JOB_DEFINITION_ISOLATION',
    ),
    published('Security Hub', 'SageMaker.5', 'SageMaker.11', 'SageMaker.12', 'SageMaker.14', 'SageMaker.20', 'SageMaker.25'),
    published(
      'Powerpipe',
      'aws_compliance.control.sagemaker_model_network_isolation_enabled',
      'aws_compliance.control.sagemaker_training_job_network_isolation_enabled',
    ),
    published('AWS Config conformance pack', 'Amazon-Sagemaker-AI-Security-and-Governance-Best-Practices.yaml'),
    published('NIS2 (Prowler)', '6.2.1'),
    published('FedRAMP 20x KSI 2026 (Prowler)', 'KSI-CNA-MAT'),
    published('AWS Well-Architected Security Pillar (Prowler)', 'SEC05-BP01'),
    published('AWS AI Security Framework 1.0 (Prowler)', 'AISF-ML-01', 'AISF-ML-03'),
    published('KISA ISMS-P 2023 (Prowler)', '2.6.1', '2.10.2'),
    own('NIST SP 800-53 r5', 'SC-7', 'SC-7(5)', 'AC-4'),
    own('ISO/IEC 27001:2022', 'A.8.22'),
  ],
};
