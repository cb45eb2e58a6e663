import type { Guidance } from '../rule.ts';
import { api, guide, iamKeys, own } from './citations.ts';

export const approvedNetwork: Guidance = {
  appliesTo:
    'Everything that is put into subnets or security groups. Without a VpcConfig nothing is outside: vpc-required answers for that.',
  failsWhen:
    'A subnet, security group or VPC is not on its allow-list (an empty list allows any). The VPC of a VpcConfig is known from EC2 facts only.',
  risk: 'A VPC that somebody made for the purpose, or a subnet with a way to the internet, satisfies every rule that asks for “a VPC”, and has none of the endpoints, inspection and logging of the approved one.',
  impact: {
    for: ['The approved networks are the only way in and out, and their controls cover everything.'],
    against: ['Each new subnet or security group has to be added to the policy before it is used.'],
  },
  defaultValue: 'AWS accepts any subnet and security group that the caller may use.',
  profile: 'Level 2',
  references: [api('VpcConfig'), guide('infrastructure-give-access'), iamKeys],
  remediation: {
    console: [
      'Note the subnet or security group in the finding, and its VPC in the VPC console.',
      'If it should be approved, add it to the rule’s lists in sagewarden.yml.',
      'If not, create the resource again with approved subnets and security groups, and delete the old one when the new one is verified.',
    ],
    cli: `aws ec2 describe-subnets --subnet-ids SUBNET --query 'Subnets[].[SubnetId,VpcId,Tags]'
aws ec2 describe-security-groups --group-ids SECURITY_GROUP --query 'SecurityGroups[].[GroupId,VpcId,GroupName]'`,
  },
  mappings: [
    own('NIST SP 800-53 r5', 'SC-7', 'SC-7(5)', 'AC-4'),
    own('ISO/IEC 27001:2022', 'A.8.20', 'A.8.22'),
    own('PCI DSS v4.0.1', '1.3.1', '1.3.2'),
  ],
};
