import type { Guidance } from '../rule.ts';
import { guide, own } from './citations.ts';

export const securityGroupsLeastPrivilege: Guidance = {
  appliesTo: 'Everything that uses security groups, where a snapshot of EC2 facts is given.',
  failsWhen:
    'A security group in use has an inbound or outbound rule for 0.0.0.0/0 or ::/0; the policy’s `direction` says which sides count.',
  risk: 'Inbound, a route or a public address is then all that keeps strangers from the network interfaces; AWS warns that permissive rules let others in the VPC reach Studio apps and Jupyter without authentication. Outbound, the VPC is no boundary: code in the container reaches every host that the routes do.',
  impact: {
    for: ['What the container talks to is written down, and nothing else is reachable.'],
    against: [
      'A new group allows all outbound traffic, so each one needs work: destinations are the endpoints’ group, the S3 prefix list, or a proxy.',
    ],
  },
  defaultValue: 'A new security group allows no inbound and all outbound traffic.',
  profile: 'Level 2',
  references: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html',
    guide('studio-notebooks-and-internet-access'),
    guide('appendix-notebook-and-internet-access'),
    guide('infrastructure-give-access'),
  ],
  remediation: {
    console: [
      'In the VPC console, open Security groups and the group in the finding.',
      'Add outbound TCP 443 to the endpoints’ security group and to the S3 prefix list, and the group itself where instances talk to each other.',
      'Remove the rule for 0.0.0.0/0 or ::/0, and look at the flow logs for what is now refused.',
    ],
    cli: `aws ec2 authorize-security-group-egress --group-id SECURITY_GROUP \\
  --ip-permissions 'IpProtocol=tcp,FromPort=443,ToPort=443,PrefixListIds=[{PrefixListId=S3_PREFIX_LIST}],UserIdGroupPairs=[{GroupId=ENDPOINTS_GROUP}]'
aws ec2 revoke-security-group-egress --group-id SECURITY_GROUP --ip-permissions 'IpProtocol=-1,IpRanges=[{CidrIp=0.0.0.0/0}]'`,
  },
  mappings: [
    own('NIST SP 800-53 r5', 'SC-7', 'SC-7(5)', 'AC-4'),
    own('ISO/IEC 27001:2022', 'A.8.20', 'A.8.22'),
    own('PCI DSS v4.0.1', '1.3.1', '1.3.2'),
  ],
};
