import type { Guidance } from '../rule.ts';
import { guide, own } from './citations.ts';

export const vpcPrerequisites: Guidance = {
  appliesTo: 'Everything that takes a VpcConfig, where a snapshot of EC2 facts is given.',
  failsWhen:
    'Something required is missing: S3 (a gateway endpoint on the subnet’s route table, or an interface endpoint) and ecr.api and ecr.dkr endpoints, or NAT instead of them; those interface endpoints in the subnets’ zones; egress on 443; DNS support and DNS hostnames; for distributed training, security groups that admit each other, in and out; a subnet in a zone that offers each instance type.',
  risk: 'SageMaker AI accepts a VpcConfig whose network cannot work: CreateModel succeeds, and the endpoint, transform job or training job fails later, with a timeout. Under that pressure the quick repair is a public subnet or no VpcConfig at all.',
  impact: {
    for: ['The missing piece is named when the resource is created, not when its endpoint times out.'],
    against: [
      'The snapshot has to be fresh. Endpoints that another VPC shares (through a transit gateway or peering) are not in it: such a VPC fails here and may work.',
      'The snapshot has no address ranges: a rule for the VPC’s CIDR does not count as groups that admit each other, only the groups or everyone.',
      'Interface endpoints and NAT cost money for each zone.',
    ],
  },
  defaultValue:
    'A new VPC has DNS support and no DNS hostnames (a default VPC has both), no endpoints and no NAT; a new security group lets everything out and nothing in.',
  profile: 'Level 2',
  references: [
    guide('host-vpc'),
    guide('train-vpc'),
    guide('interface-vpc-endpoint'),
    guide('instance-types-az'),
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html',
  ],
  remediation: {
    console: [
      'In the VPC console, open Endpoints: create a gateway endpoint for S3 on the subnets’ route tables, and interface endpoints with private DNS names for ecr.api and ecr.dkr in every zone of the subnets.',
      'Under Your VPCs, edit the VPC’s settings: enable DNS resolution and DNS hostnames.',
      'In the security groups, allow outbound TCP 443; on the endpoints’ group, inbound TCP 443 from them; for distributed training, all traffic from and to the group itself.',
    ],
    cli: `aws ec2 create-vpc-endpoint --vpc-id VPC --service-name com.amazonaws.REGION.s3 --route-table-ids ROUTE_TABLE
aws ec2 create-vpc-endpoint --vpc-id VPC --vpc-endpoint-type Interface --service-name com.amazonaws.REGION.ecr.api \\
  --subnet-ids SUBNET_A SUBNET_B --security-group-ids ENDPOINTS_GROUP --private-dns-enabled
aws ec2 create-vpc-endpoint --vpc-id VPC --vpc-endpoint-type Interface --service-name com.amazonaws.REGION.ecr.dkr \\
  --subnet-ids SUBNET_A SUBNET_B --security-group-ids ENDPOINTS_GROUP --private-dns-enabled
aws ec2 modify-vpc-attribute --vpc-id VPC --enable-dns-support '{"Value":true}'
aws ec2 modify-vpc-attribute --vpc-id VPC --enable-dns-hostnames '{"Value":true}'
aws ec2 authorize-security-group-ingress --group-id SECURITY_GROUP --protocol all --source-group SECURITY_GROUP`,
  },
  mappings: [own('compliance.tf (its common pitfalls)', 'sagemaker_model_in_vpc'), own('NIST SP 800-53 r5', 'SC-7(4)')],
};
