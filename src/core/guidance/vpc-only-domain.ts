import type { Guidance } from '../rule.ts';
import { api, guide, iamKeys, own, published } from './citations.ts';

export const vpcOnlyDomain: Guidance = {
  appliesTo: 'Domains, when they are created and when UpdateDomain changes the setting.',
  failsWhen: 'AppNetworkAccessType is not VpcOnly.',
  risk: 'In PublicInternetOnly mode only the traffic to the EFS volume uses your VPC; everything else leaves through a VPC that AWS manages, with direct internet access. What users and packages in Studio send out passes no control of yours.',
  impact: {
    for: ['Security groups, routes, endpoint policies and flow logs apply to every app in the domain.'],
    against: [
      'Notebooks run only with interface endpoints to the SageMaker API and runtime, or a NAT gateway, and security groups that allow outbound connections.',
      'Private subnets only, with 2 to 4 addresses for each user; NFS on TCP 2049 and TCP 8192-65535 inside the security group.',
    ],
  },
  defaultValue: 'PublicInternetOnly.',
  profile: 'Level 1',
  references: [
    api('CreateDomain'),
    api('UpdateDomain'),
    guide('studio-notebooks-and-internet-access'),
    'https://docs.aws.amazon.com/config/latest/developerguide/sagemaker-domain-in-vpc.html',
    iamKeys,
  ],
  remediation: {
    console: [
      'In the VPC console, create interface endpoints for sagemaker.api, sagemaker.runtime and what else the users need, and a gateway endpoint for S3.',
      'In the SageMaker AI console, open the domain, and delete its running apps after their work is saved.',
      'Edit the domain’s network settings and choose VPC only.',
    ],
    cli: `aws sagemaker list-apps --domain-id-equals DOMAIN_ID
aws sagemaker delete-app --domain-id DOMAIN_ID --user-profile-name USER --app-type APP_TYPE --app-name APP
aws sagemaker update-domain --domain-id DOMAIN_ID --app-network-access-type VpcOnly
aws sagemaker describe-domain --domain-id DOMAIN_ID --query AppNetworkAccessType`,
  },
  mappings: [
    published('AWS Config', 'SAGEMAKER_DOMAIN_IN_VPC'),
    published('AWS Config conformance pack', 'Amazon-Sagemaker-AI-Security-and-Governance-Best-Practices.yaml'),
    own('NIST SP 800-53 r5', 'SC-7', 'AC-4'),
    own('ISO/IEC 27001:2022', 'A.8.20', 'A.8.22'),
    own('PCI DSS v4.0.1', '1.4.4'),
  ],
};
