import type { RouteTable } from '@aws-sdk/client-ec2';
import pMap from 'p-map';
import type { VpcEndpointFacts, VpcFacts } from '../../core/network.ts';
import { byService, endpointFacts } from './endpoints.ts';
import type { Questions } from './questions.ts';

/** What a VPC is asked for as a whole. A member that is absent was not answered. */
export interface VpcAnswer {
  readonly facts: VpcFacts;
  readonly tables?: readonly RouteTable[];
}

/** EC2's rate for Describe calls is shared with everything else in the account. */
const concurrency = 4;

/** Flow logs of VPCs and subnets that are active and arrive; `undefined`: nobody knows. */
export type Logged = (id: string) => boolean | undefined;

export async function loggedOf(ids: readonly string[], questions: Questions): Promise<Logged> {
  const { items, missed } = await questions.byIds('DescribeFlowLogs', 'resource-id', ids, ({ FlowLogs }) => FlowLogs);
  const delivered = items.filter(({ FlowLogStatus, DeliverLogsStatus }) => FlowLogStatus === 'ACTIVE' && DeliverLogsStatus !== 'FAILED');
  const logged = new Set(delivered.map(({ ResourceId }) => ResourceId));
  return (id) => (missed.has(id) ? undefined : logged.has(id));
}

/** Route tables, endpoints and DNS of VPCs that the account owns. */
export async function vpcAnswers(ids: readonly string[], questions: Questions): Promise<Map<string, VpcAnswer>> {
  const [tables, endpoints, dns] = await Promise.all([
    tablesOf(ids, questions),
    questions.byIds('DescribeVpcEndpoints', 'vpc-id', ids, ({ VpcEndpoints }) => VpcEndpoints),
    dnsOf(ids, questions),
  ]);
  return new Map(
    ids.map((id) => {
      const ofVpc = endpoints.items.filter(({ VpcId }) => VpcId === id).flatMap(endpointFacts);
      const own = tables.get(id);
      const facts = { ...dns.get(id), ...(!endpoints.missed.has(id) && { endpoints: ofVpc.sort(byService) }) };
      return [id, { facts, ...(own && { tables: own }) }];
    }),
  );
}

/**
 * What can be seen of a VPC that another account shares: the route tables of the shared subnets and the DNS settings. Its endpoints
 * and flow logs only the owner is told of, and the participant is answered with an empty list (VPC User Guide, "Responsibilities and
 * permissions for owners and participants"): that is no answer.
 */
export async function sharedVpcAnswers(ids: readonly string[], questions: Questions): Promise<Map<string, VpcAnswer>> {
  const [tables, dns] = await Promise.all([tablesOf(ids, questions), dnsOf(ids, questions)]);
  return new Map(
    ids.map((id) => {
      const own = tables.get(id);
      return [id, { facts: { ...dns.get(id) }, ...(own && { tables: own }) }];
    }),
  );
}

async function tablesOf(ids: readonly string[], questions: Questions): Promise<Map<string, RouteTable[]>> {
  const { items, missed } = await questions.byIds('DescribeRouteTables', 'vpc-id', ids, ({ RouteTables }) => RouteTables);
  const seen = ids.filter((id) => !missed.has(id));
  return new Map(seen.map((id) => [id, items.filter(({ VpcId }) => VpcId === id)]));
}

async function dnsOf(ids: readonly string[], questions: Questions): Promise<Map<string, Pick<VpcFacts, 'dnsSupport' | 'dnsHostnames'>>> {
  const answers = await pMap(
    ids,
    async (id) => {
      // One attribute a call (EC2 API reference, DescribeVpcAttribute).
      const attribute = (Attribute: string) => questions.one('DescribeVpcAttribute', { VpcId: id, Attribute }, [id]);
      const [support, hostnames] = await Promise.all([attribute('enableDnsSupport'), attribute('enableDnsHostnames')]);
      const [dnsSupport, dnsHostnames] = [support?.EnableDnsSupport?.Value, hostnames?.EnableDnsHostnames?.Value];
      return [id, { ...(dnsSupport !== undefined && { dnsSupport }), ...(dnsHostnames !== undefined && { dnsHostnames }) }] as const;
    },
    { concurrency },
  );
  return new Map(answers);
}

export const interfacesOf = ({ endpoints = [] }: VpcFacts): readonly VpcEndpointFacts[] =>
  endpoints.filter(({ type }) => type === 'Interface');
