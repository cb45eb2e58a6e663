import { accountOfKey, type Fault, serve, signedBy, type WireAnswer, type WireRequest } from './wire.ts';

/** CloudTrail on the wire (JSON 1.1): LookupEvents with its paging, throttle and 90 days, and ListPublicKeys. */

export interface HistoryEvent {
  readonly EventId: string;
  /** Epoch seconds. */
  readonly EventTime: number;
  readonly EventSource: string;
  readonly CloudTrailEvent?: string;
}

export interface PublicKeyEntry {
  /** DER, base64. */
  readonly Value: string;
  readonly Fingerprint: string;
  /** Epoch seconds. */
  readonly ValidityStartTime: number;
  readonly ValidityEndTime: number;
}

export interface CloudTrailRequest {
  readonly operation: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** From the signature: whose credentials, and for which Region. The caller's own account is `own`. */
  readonly account: string;
  readonly region: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export const throttled: Fault = { status: 400, body: { __type: 'ThrottlingException', message: 'Rate exceeded' } };

export interface CloudTrailStandInOptions {
  /** By `<account> <region>`, then by region; a list: everywhere the same. */
  readonly events?: readonly HistoryEvent[] | Readonly<Record<string, readonly HistoryEvent[]>>;
  readonly publicKeys?: readonly PublicKeyEntry[] | Readonly<Record<string, readonly PublicKeyEntry[]>>;
  /** Requests a second for each account and Region before a ThrottlingException; absent: any number. */
  readonly perSecond?: number;
  readonly latency?: number;
  readonly pageSize?: number;
  /** Epoch milliseconds: what is older than 90 days is not there. */
  readonly now?: () => number;
  readonly fail?: (request: CloudTrailRequest, before: number) => Fault | undefined;
}

export interface CloudTrailStandIn {
  readonly url: string;
  readonly requests: CloudTrailRequest[];
  close(): Promise<void>;
}

const day = 86_400_000;

export async function start(options: CloudTrailStandInOptions = {}): Promise<CloudTrailStandIn> {
  const requests: CloudTrailRequest[] = [];
  const server = await serve({
    contentType,
    fault(wire) {
      const request = requestOf(wire);
      const recent = requests.filter((each) => isSameLane(each, request) && request.at - each.at < 1000).length;
      requests.push(request);
      const slow: Fault | undefined = options.latency === undefined ? undefined : { delay: options.latency };
      if (recent >= (options.perSecond ?? Number.POSITIVE_INFINITY)) return throttled;
      return options.fail?.(request, requests.length - 1) ?? slow;
    },
    answer(wire): WireAnswer {
      const answer = answerTo(requestOf(wire), options);
      return { status: '__type' in answer ? 400 : 200, contentType, body: JSON.stringify(answer) };
    },
  });
  return { url: server.url, requests, close: server.close };
}

const contentType = 'application/x-amz-json-1.1';

function requestOf(wire: WireRequest): CloudTrailRequest {
  const { accessKeyId, region } = signedBy(wire);
  return {
    operation: String(wire.headers['x-amz-target']).replace(/^.*\./, ''),
    body: JSON.parse(wire.body || '{}'),
    account: accountOfKey(accessKeyId) ?? 'own',
    region,
    at: Date.now(),
  };
}

function isSameLane(a: CloudTrailRequest, b: CloudTrailRequest): boolean {
  return a.operation === b.operation && a.account === b.account && a.region === b.region;
}

function answerTo(request: CloudTrailRequest, options: CloudTrailStandInOptions): Record<string, unknown> {
  switch (request.operation) {
    case 'LookupEvents':
      return lookUp(request, options);
    case 'ListPublicKeys':
      return { PublicKeyList: placed(options.publicKeys, request) };
    default:
      return { __type: 'UnknownOperationException' };
  }
}

/** Newest first, both ends of the window in it; the token is a place in that order, and good for the same request only. */
function lookUp(request: CloudTrailRequest, options: CloudTrailStandInOptions): Record<string, unknown> {
  const {
    StartTime,
    EndTime,
    LookupAttributes,
    NextToken,
    MaxResults = 50,
  } = request.body as Record<string, number> & {
    LookupAttributes?: { AttributeKey: string; AttributeValue: string }[];
    NextToken?: string;
  };
  if ((LookupAttributes?.length ?? 0) > 1) return { __type: 'InvalidLookupAttributesException' };
  if (Number(MaxResults) > 50) return { __type: 'InvalidMaxResultsException' };
  const oldest = ((options.now ?? Date.now)() - 90 * day) / 1000;
  const source = LookupAttributes?.find(({ AttributeKey }) => AttributeKey === 'EventSource')?.AttributeValue;
  const fitting = placed(options.events, request)
    .filter(
      (event) => event.EventTime >= oldest && event.EventTime >= Number(StartTime ?? 0) && event.EventTime <= Number(EndTime ?? Infinity),
    )
    .filter((event) => source === undefined || event.EventSource === source)
    .toSorted((a, b) => b.EventTime - a.EventTime);
  const asked = JSON.stringify([StartTime, EndTime, source]);
  const token = NextToken === undefined ? undefined : JSON.parse(Buffer.from(NextToken, 'base64').toString('utf8'));
  if (token && token.asked !== asked) return { __type: 'InvalidNextTokenException' };
  const from = token?.from ?? 0;
  const to = from + (options.pageSize ?? Number(MaxResults));
  return {
    Events: fitting.slice(from, to),
    ...(to < fitting.length && { NextToken: Buffer.from(JSON.stringify({ asked, from: to })).toString('base64') }),
  };
}

function placed<T>(of: readonly T[] | Readonly<Record<string, readonly T[]>> | undefined, request: CloudTrailRequest): readonly T[] {
  if (of === undefined) return [];
  if (Array.isArray(of)) return of;
  const byPlace = of as Readonly<Record<string, readonly T[]>>;
  return byPlace[`${request.account} ${request.region}`] ?? byPlace[request.region] ?? [];
}
