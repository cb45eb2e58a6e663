import type {
  DescribeFlowLogsCommandOutput,
  DescribeInstanceTypeOfferingsCommandOutput,
  DescribeRouteTablesCommandOutput,
  DescribeSecurityGroupsCommandOutput,
  DescribeSubnetsCommandOutput,
  DescribeVpcAttributeCommandOutput,
  DescribeVpcEndpointsCommandOutput,
  DescribeVpcsCommandOutput,
  EC2Client,
  EC2ClientConfig,
} from '@aws-sdk/client-ec2';
import type { Operation } from './operations.ts';

interface Answers extends Record<Operation, unknown> {
  DescribeFlowLogs: DescribeFlowLogsCommandOutput;
  DescribeInstanceTypeOfferings: DescribeInstanceTypeOfferingsCommandOutput;
  DescribeRouteTables: DescribeRouteTablesCommandOutput;
  DescribeSecurityGroups: DescribeSecurityGroupsCommandOutput;
  DescribeSubnets: DescribeSubnetsCommandOutput;
  DescribeVpcAttribute: DescribeVpcAttributeCommandOutput;
  DescribeVpcEndpoints: DescribeVpcEndpointsCommandOutput;
  DescribeVpcs: DescribeVpcsCommandOutput;
}

export type { Operation } from './operations.ts';
export type Answer<O extends Operation> = Answers[O];
export type Input = Readonly<Record<string, unknown>>;

export interface Ec2 {
  ask<O extends Operation>(operation: O, input: Input, signal: AbortSignal | undefined): Promise<Answer<O>>;
}

/** The client and its commands are loaded with the first question: they are large, and most runs ask none. */
export async function ec2(config: EC2ClientConfig): Promise<Ec2> {
  const {
    DescribeFlowLogsCommand,
    DescribeInstanceTypeOfferingsCommand,
    DescribeRouteTablesCommand,
    DescribeSecurityGroupsCommand,
    DescribeSubnetsCommand,
    DescribeVpcAttributeCommand,
    DescribeVpcEndpointsCommand,
    DescribeVpcsCommand,
    EC2Client,
  } = await import('@aws-sdk/client-ec2');
  const commands = {
    DescribeFlowLogs: DescribeFlowLogsCommand,
    DescribeInstanceTypeOfferings: DescribeInstanceTypeOfferingsCommand,
    DescribeRouteTables: DescribeRouteTablesCommand,
    DescribeSecurityGroups: DescribeSecurityGroupsCommand,
    DescribeSubnets: DescribeSubnetsCommand,
    DescribeVpcAttribute: DescribeVpcAttributeCommand,
    DescribeVpcEndpoints: DescribeVpcEndpointsCommand,
    DescribeVpcs: DescribeVpcsCommand,
  } satisfies Record<Operation, unknown>;
  const client = new EC2Client(config);
  return {
    async ask(operation, input, signal) {
      // Which command it is and what it answers go together in the tables above, which TypeScript cannot follow through the index.
      const Command = commands[operation] as unknown as new (input: Input) => Parameters<EC2Client['send']>[0];
      const command = new Command(input);
      return (await client.send(command, { ...(signal && { abortSignal: signal }) })) as never;
    },
  };
}
