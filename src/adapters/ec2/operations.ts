/** What is asked of EC2; nothing else is ever called, and all of it only reads. The IAM actions have the same names. */
export const ec2Operations = [
  'DescribeFlowLogs',
  'DescribeInstanceTypeOfferings',
  'DescribeRouteTables',
  'DescribeSecurityGroups',
  'DescribeSubnets',
  'DescribeVpcAttribute',
  'DescribeVpcEndpoints',
  'DescribeVpcs',
] as const;

export type Operation = (typeof ec2Operations)[number];
