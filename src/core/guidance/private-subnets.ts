import type { Guidance } from '../rule.ts';
import { guide, own } from './citations.ts';

export const privateSubnets: Guidance = {
  appliesTo: 'Everything that is put into subnets, where a snapshot of EC2 facts is given.',
  failsWhen: 'A subnet’s route table reaches an internet gateway, or the subnet maps public addresses on launch.',
  risk: 'A public subnet is one address and one rule away from the internet. A network interface with a public address there is reachable from outside as far as its security groups allow, and reaches out past NAT, proxy and inspection.',
  impact: {
    for: ['No path between the internet and the container, whatever the security groups say.'],
    against: ['What the container needs from outside goes through VPC endpoints or NAT, which cost money and have to be kept.'],
  },
  defaultValue:
    'A subnet that you create has no route to an internet gateway and maps no public addresses; the subnets of a default VPC have both.',
  profile: 'Level 2',
  references: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html',
    guide('train-vpc'),
    guide('host-vpc'),
  ],
  remediation: {
    console: [
      'In the VPC console, find or create subnets whose route table has no route to an internet gateway, with endpoints or NAT for what is needed.',
      'Create the resource again with these subnets, verify it, and delete the old one.',
      'If nothing else uses the public subnet: edit its settings, turn off auto-assign of public IPv4 addresses, and give it a route table without an internet gateway.',
    ],
    cli: `aws ec2 describe-route-tables --filters Name=association.subnet-id,Values=SUBNET --query 'RouteTables[].Routes'
aws ec2 modify-subnet-attribute --subnet-id SUBNET --no-map-public-ip-on-launch
aws ec2 replace-route-table-association --association-id ASSOCIATION --route-table-id PRIVATE_ROUTE_TABLE`,
  },
  mappings: [
    own('NIST SP 800-53 r5', 'SC-7', 'SC-7(4)', 'SC-7(21)'),
    own('ISO/IEC 27001:2022', 'A.8.20', 'A.8.22'),
    own('PCI DSS v4.0.1', '1.4.4'),
  ],
};
