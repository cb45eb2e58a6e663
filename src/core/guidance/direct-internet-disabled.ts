import type { Guidance } from '../rule.ts';
import { api, guide, iamKeys, own, published, securityHubControls } from './citations.ts';

export const directInternetDisabled: Guidance = {
  appliesTo: 'Notebook instances.',
  failsWhen: 'DirectInternetAccess is not Disabled, with a subnet or without.',
  risk: 'SageMaker AI gives the notebook a second network interface to the internet, past your VPC’s routes, security groups and flow logs. Whoever works in the notebook, and whatever package it installs, can send out what the notebook’s role can read.',
  impact: {
    for: [
      'All traffic goes through the notebook’s subnet, where routes, security groups and flow logs apply.',
      'Traffic to gateway endpoints (S3, DynamoDB) stays in the VPC: with direct internet access it does not.',
    ],
    against: [
      'The notebook cannot train or host models unless the VPC has interface endpoints or a NAT gateway, and security groups that allow them.',
      'Package installation needs a mirror, a proxy or NAT.',
    ],
  },
  defaultValue: 'Enabled, also when a SubnetId is given. Disabled can be set only together with a SubnetId.',
  profile: 'Level 1',
  references: [api('CreateNotebookInstance'), guide('appendix-notebook-and-internet-access'), securityHubControls, iamKeys],
  remediation: {
    console: [
      'Save the notebook’s work to a Git repository or to S3.',
      'In the SageMaker AI console, create a notebook instance; under Network choose the VPC, subnet and security groups, and Disable for direct internet access.',
      'Open the new one, check that it reaches what it needs, then stop and delete the old one.',
    ],
    cli: `aws sagemaker create-notebook-instance --notebook-instance-name NOTEBOOK-private --instance-type ml.t3.medium --role-arn ROLE_ARN \\
  --subnet-id SUBNET --security-group-ids SECURITY_GROUP --direct-internet-access Disabled
aws sagemaker wait notebook-instance-in-service --notebook-instance-name NOTEBOOK-private
# When the work is moved:
aws sagemaker stop-notebook-instance --notebook-instance-name NOTEBOOK
aws sagemaker wait notebook-instance-stopped --notebook-instance-name NOTEBOOK
aws sagemaker delete-notebook-instance --notebook-instance-name NOTEBOOK`,
  },
  mappings: [
    published('Prowler', 'sagemaker_notebook_instance_without_direct_internet_access_configured'),
    published('AWS Config', 'SAGEMAKER_NOTEBOOK_NO_DIRECT_INTERNET_ACCESS'),
    published('Security Hub', 'SageMaker.1'),
    published('Powerpipe', 'aws_compliance.control.sagemaker_notebook_instance_direct_internet_access_disabled'),
    // Disabled needs a SubnetId, so who answers to this rule answers to "in a VPC"; the peers ask that separately.
    own('Prowler (implied)', 'sagemaker_notebook_instance_vpc_settings_configured'),
    own('AWS Config (implied)', 'SAGEMAKER_NOTEBOOK_INSTANCE_INSIDE_VPC'),
    own('Security Hub (implied)', 'SageMaker.2'),
    own('Powerpipe (implied)', 'aws_compliance.control.sagemaker_notebook_instance_in_vpc'),
    published(
      'AWS Config conformance pack',
      'Amazon-Sagemaker-AI-Security-and-Governance-Best-Practices.yaml',
      'Security-Best-Practices-for-SageMaker.yaml',
      'Operational-Best-Practices-for-NIST-800-53-rev-5.yaml',
      'Operational-Best-Practices-for-PCI-DSS.yaml',
    ),
    published(
      'NIST SP 800-53 r5 (Security Hub)',
      'AC-21',
      'AC-3',
      'AC-3(7)',
      'AC-4',
      'AC-4(21)',
      'AC-6',
      'SC-7',
      'SC-7(11)',
      'SC-7(16)',
      'SC-7(20)',
      'SC-7(21)',
      'SC-7(3)',
      'SC-7(4)',
      'SC-7(9)',
    ),
    published('PCI DSS v4.0.1 (Security Hub)', '1.4.4'),
    published('PCI DSS v3.2.1 (Security Hub)', '1.2.1', '1.3.1', '1.3.2', '1.3.4', '1.3.6'),
    published('ISO/IEC 27001:2022 (Prowler)', 'A.8.1'),
    published('CIS Controls v8.1 (Prowler)', '12.2'),
    published('SOC 2 (Powerpipe)', 'soc_2_cc_6_1', 'soc_2_cc_6_2', 'soc_2_cc_6_6'),
    published('FedRAMP Moderate r4 (Prowler)', 'ac-3', 'ac-4', 'ac-6', 'ac-17-1', 'ac-21-b', 'cm-2', 'sc-4', 'sc-7-3', 'sc-7'),
    published('HIPAA (Prowler)', '164_308_a_1_ii_b', '164_308_a_3_i', '164_312_a_1'),
    published('AWS Well-Architected Security Pillar (Prowler)', 'SEC03-BP07', 'SEC03-BP08', 'SEC05-BP02'),
    published('AWS AI Security Framework 1.0 (Prowler)', 'AISF-ML-02'),
  ],
};
