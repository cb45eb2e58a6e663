import type { Guidance } from '../rule.ts';
import { api, guide, iamKeys, own, published, securityHubControls } from './citations.ts';

export const interContainerEncryptionRequired: Guidance = {
  appliesTo: 'Training, tuning, processing and AutoML jobs, monitoring job definitions and schedules.',
  failsWhen:
    'EnableInterContainerTrafficEncryption is not true with more than one instance. AutoML chooses its instances itself and the record has no count: judged as more than one. The policy’s `always` asks for it with one instance too.',
  risk: 'Distributed frameworks send weights, gradients and sometimes data between instances in clear. Whoever can read that traffic inside the network learns about the model and its data.',
  impact: {
    for: ['What instances of one job tell each other is encrypted in transit.'],
    against: [
      'Training can take longer and so cost more, most of all with distributed deep learning. A single instance is not affected.',
      'In a VPC the security group must allow UDP 500 and IP protocol 50 (ESP) from and to itself.',
    ],
  },
  defaultValue: 'EnableInterContainerTrafficEncryption is false: traffic between instances is not encrypted.',
  profile: 'Level 2',
  references: [
    guide('train-encrypt'),
    api('CreateTrainingJob'),
    api('CreateProcessingJob'),
    api('AutoMLSecurityConfig'),
    securityHubControls,
    iamKeys,
  ],
  remediation: {
    console: [
      'In the VPC console, add to the job’s security group, inbound and outbound, UDP 500 and protocol ESP (50) with the group itself as source and destination.',
      'In the SageMaker AI console, open Training, Training jobs, and choose Create training job with the old settings.',
      'Under Network choose the VPC and Enable inter-container traffic encryption.',
    ],
    cli: `aws ec2 authorize-security-group-ingress --group-id SECURITY_GROUP --protocol udp --port 500 --source-group SECURITY_GROUP
aws ec2 authorize-security-group-ingress --group-id SECURITY_GROUP --protocol 50 --source-group SECURITY_GROUP
# The same two outbound: authorize-security-group-egress with --ip-permissions. Then, with the old request in job.json:
aws sagemaker create-training-job --cli-input-json file://job.json --enable-inter-container-traffic-encryption`,
  },
  mappings: [
    published('Prowler', 'sagemaker_training_jobs_intercontainer_encryption_enabled'),
    published(
      'AWS Config',
      'sagemaker-data-quality-job-encrypt-in-transit',
      'sagemaker-model-bias-job-encrypt-in-transit',
      'sagemaker-model-explainability-job-encrypt-in-transit',
      'sagemaker-model-quality-job-encrypt-in-transit',
      'SAGEMAKER_MONITORING_SCHEDULE_TRAFFIC_ENCRYPTION',
    ),
    published('Security Hub', 'SageMaker.9', 'SageMaker.10', 'SageMaker.13', 'SageMaker.15', 'SageMaker.22'),
    published('Powerpipe', 'aws_compliance.control.sagemaker_training_job_inter_container_traffic_encryption_enabled'),
    published('ISO/IEC 27001:2022 (Prowler)', 'A.8.11', 'A.8.24'),
    published('CIS Controls v8.1 (Prowler)', '3.10'),
    published('BSI C5:2025 (Prowler)', 'OPS-31.01B', 'OPS-32.01B', 'IAM-07.03B', 'CRY-01.02AC', 'CRY-05.01AC', 'PSS-12.02B'),
    published('FedRAMP 20x KSI 2026 (Prowler)', 'KSI-SVC-SIN'),
    published('MITRE ATT&CK (Prowler)', 'T1530'),
    published('AWS Well-Architected Security Pillar (Prowler)', 'SEC08-BP02'),
    published('AWS AI Security Framework 1.0 (Prowler)', 'AISF-INFRA-06', 'AISF-ML-03'),
    published('KISA ISMS-P 2023 (Prowler)', '2.7.1', '2.10.2'),
    own('NIST SP 800-53 r5', 'SC-8', 'SC-8(1)'),
    own('PCI DSS v4.0.1', '4.2.1'),
  ],
};
