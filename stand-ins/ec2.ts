import { defaultsOf, matcher, mostValues } from './ec2/filters.ts';
import { toXml } from './ec2/xml.ts';
import { accountOfKey, type Fault, serve, signedBy, type WireAnswer, type WireRequest } from './wire.ts';

type Json = Readonly<Record<string, unknown>>;

export interface Ec2Call {
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly account: string;
  readonly region: string;
}

/** What an account has in a Region, as EC2's answers list it, by the API's own member names (`subnetId`, `vpcId`). */
export interface Ec2Seed {
  readonly vpcs?: readonly Json[];
  readonly subnets?: readonly Json[];
  readonly routeTables?: readonly Json[];
  readonly vpcEndpoints?: readonly Json[];
  readonly securityGroups?: readonly Json[];
  readonly instanceTypeOfferings?: readonly Json[];
  readonly flowLogs?: readonly Json[];
}

export interface Ec2StandIn {
  readonly url: string;
  /** Everything that was received, in order, faults included. */
  readonly calls: readonly Ec2Call[];
  put(place: { readonly account?: string; readonly region?: string }, seed: Ec2Seed): void;
  /** Items of a page, at most. */
  pageSize: number;
  fail: ((call: Ec2Call) => Fault | undefined) | undefined;
  close(): Promise<void>;
}

/** Errors as EC2 sends them, for `fail`. */
export const faults = {
  denied: fault(403, 'UnauthorizedOperation', 'You are not authorized to perform this operation.'),
  throttled: fault(503, 'RequestLimitExceeded', 'Request limit exceeded.'),
  unavailable: fault(503, 'Unavailable', 'The service is unavailable.'),
  notEnabled: fault(401, 'AuthFailure', 'AWS was not able to validate the provided access credentials'),
} as const satisfies Record<string, Fault>;

/** Action -> its list in the answer, and the seed that it lists. */
const lists: Readonly<Record<string, readonly [list: string, seed: keyof Ec2Seed]>> = {
  DescribeVpcs: ['vpcSet', 'vpcs'],
  DescribeSubnets: ['subnetSet', 'subnets'],
  DescribeRouteTables: ['routeTableSet', 'routeTables'],
  DescribeVpcEndpoints: ['vpcEndpointSet', 'vpcEndpoints'],
  DescribeSecurityGroups: ['securityGroupInfo', 'securityGroups'],
  DescribeInstanceTypeOfferings: ['instanceTypeOfferingSet', 'instanceTypeOfferings'],
  DescribeFlowLogs: ['flowLogSet', 'flowLogs'],
};

/** EC2's Describe operations on networks, with filters, their limit of values, and pages. Query in, XML out. */
export async function start({ homeAccount = '111122223333' }: { readonly homeAccount?: string } = {}): Promise<Ec2StandIn> {
  const calls: Ec2Call[] = [];
  const places = new Map<string, Ec2Seed>();
  const callOf = (request: WireRequest): Ec2Call => {
    const { accessKeyId, region } = signedBy(request);
    const { Action = '', Version: _, ...parameters } = Object.fromEntries(new URLSearchParams(request.body));
    return { action: Action, parameters, account: accountOfKey(accessKeyId) ?? homeAccount, region };
  };
  const server = await serve({
    contentType: 'text/xml',
    fault(request) {
      const call = callOf(request);
      calls.push(call);
      return standIn.fail?.(call);
    },
    answer(request) {
      const call = callOf(request);
      return answer(call, places.get(`${call.account} ${call.region}`) ?? {}, standIn.pageSize);
    },
  });
  const standIn: Ec2StandIn = {
    url: server.url,
    calls,
    put({ account = homeAccount, region = 'eu-west-1' }, seed) {
      places.set(`${account} ${region}`, seed);
    },
    pageSize: 1000,
    fail: undefined,
    close: server.close,
  };
  return standIn;
}

function answer({ action, parameters, account }: Ec2Call, seed: Ec2Seed, pageSize: number): WireAnswer {
  if (action === 'DescribeVpcAttribute') return attribute(parameters, seed);
  const [list, kind] = lists[action] ?? [];
  if (!list || !kind) return refused(400, 'InvalidAction', `The action ${action} is not valid for this web service.`);
  if (mostValues(parameters) > 200) return refused(400, 'FilterLimitExceeded', 'The maximum number of filter values is 200');
  const found = (seed[kind] ?? []).filter(matcher(parameters)).map((item) => ({ ...defaultsOf(kind, account), ...item }));
  const from = Number(parameters.NextToken ?? 0);
  const next = from + pageSize < found.length ? { nextToken: String(from + pageSize) } : {};
  return xml(200, `<${action}Response>${toXml({ [list]: found.slice(from, from + pageSize), ...next })}</${action}Response>`);
}

/** A VPC's own members: `enableDnsSupport` unless said otherwise, `enableDnsHostnames` only when said. */
function attribute({ VpcId = '', Attribute = '' }: Readonly<Record<string, string>>, { vpcs = [] }: Ec2Seed): WireAnswer {
  const vpc = vpcs.find(({ vpcId }) => vpcId === VpcId);
  if (!vpc) return refused(400, 'InvalidVpcID.NotFound', `The vpc ID '${VpcId}' does not exist`);
  const value = vpc[Attribute] ?? Attribute === 'enableDnsSupport';
  const body = toXml({ vpcId: VpcId, [Attribute]: { value } });
  return xml(200, `<DescribeVpcAttributeResponse>${body}</DescribeVpcAttributeResponse>`);
}

function fault(status: number, code: string, message: string): { status: number; body: string } {
  return { status, body: refused(status, code, message).body };
}

function refused(status: number, code: string, message: string): WireAnswer {
  const errors = `<Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors>`;
  return xml(status, `<Response>${errors}<RequestID>00000000-0000-4000-8000-000000000000</RequestID></Response>`);
}

function xml(status: number, body: string): WireAnswer {
  return { status, body: `<?xml version="1.0" encoding="UTF-8"?>${body}`, contentType: 'text/xml' };
}
