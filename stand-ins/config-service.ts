import { type Fault, serve, type WireAnswer } from './wire.ts';

export interface StandInRule {
  readonly name: string;
  readonly identifier: string;
  /** Deployed by a conformance pack. */
  readonly pack?: string;
  readonly owner?: 'AWS' | 'CUSTOM_LAMBDA';
  readonly results: readonly StandInResult[];
}

export interface StandInResult {
  readonly type: string;
  readonly id: string;
  readonly compliance: 'COMPLIANT' | 'NON_COMPLIANT' | 'NOT_APPLICABLE';
  /** ISO 8601. */
  readonly at: string;
}

export interface ConfigCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface ConfigServiceStandIn {
  readonly url: string;
  readonly calls: readonly ConfigCall[];
  rules: readonly StandInRule[];
  fail: ((call: ConfigCall) => Fault | undefined) | undefined;
  close(): Promise<void>;
}

/** AWS Config of one account and Region: rules, conformance packs and their results, by pages (API reference, JSON 1.1). */
export async function start({ perPage = 2 }: { readonly perPage?: number } = {}): Promise<ConfigServiceStandIn> {
  const calls: ConfigCall[] = [];
  const callOf = ({ headers, body }: { headers: Readonly<Record<string, unknown>>; body: string }): ConfigCall => ({
    operation: String(headers['x-amz-target'] ?? '').replace('StarlingDoveService.', ''),
    input: JSON.parse(body || '{}'),
  });
  const server = await serve({
    contentType: 'application/x-amz-json-1.1',
    fault(request) {
      const call = callOf(request);
      calls.push(call);
      return standIn.fail?.(call);
    },
    answer: (request) => answer(callOf(request), standIn.rules, perPage),
  });
  const standIn: ConfigServiceStandIn = { url: server.url, calls, rules: [], fail: undefined, close: server.close };
  return standIn;
}

function answer({ operation, input }: ConfigCall, rules: readonly StandInRule[], perPage: number): WireAnswer {
  const page = <T>(member: string, all: readonly T[], more: object = {}) => {
    const start = Number(input.NextToken ?? 0);
    const next = start + perPage;
    return json(200, { ...more, [member]: all.slice(start, next), ...(next < all.length && { NextToken: String(next) }) });
  };
  const pack = String(input.ConformancePackName);
  const packed = rules.filter((rule) => rule.pack === pack);
  switch (operation) {
    case 'DescribeConfigRules':
      return page(
        'ConfigRules',
        rules.map(({ name, identifier, owner = 'AWS' }) => ({
          ConfigRuleName: name,
          ConfigRuleState: 'ACTIVE',
          Source: { Owner: owner, SourceIdentifier: identifier },
        })),
      );
    case 'GetComplianceDetailsByConfigRule': {
      const rule = rules.find(({ name }) => name === input.ConfigRuleName);
      return rule
        ? page(
            'EvaluationResults',
            rule.results.map((result) => resultOf(rule, result)),
          )
        : error('NoSuchConfigRuleException');
    }
    case 'DescribeConformancePacks':
      return page(
        'ConformancePackDetails',
        [...new Set(rules.flatMap((rule) => rule.pack ?? []))].map((name) => ({
          ConformancePackName: name,
          ConformancePackArn: `arn:aws:config:eu-west-1:111122223333:conformance-pack/${name}/conformance-pack-abcd1234`,
          ConformancePackId: 'conformance-pack-abcd1234',
        })),
      );
    case 'DescribeConformancePackCompliance':
      return page(
        'ConformancePackRuleComplianceList',
        packed.map(({ name }) => ({ ConfigRuleName: name, ComplianceType: 'NON_COMPLIANT', Controls: [] })),
        { ConformancePackName: pack },
      );
    case 'GetConformancePackComplianceDetails': {
      const { ConfigRuleNames: names } = (input.Filters ?? {}) as { ConfigRuleNames?: string[] };
      if ((names?.length ?? 0) > 10) return error('ValidationException');
      return page(
        'ConformancePackRuleEvaluationResults',
        packed.filter(({ name }) => names?.includes(name) ?? true).flatMap((rule) => rule.results.map((result) => resultOf(rule, result))),
        { ConformancePackName: pack },
      );
    }
    default:
      return error('UnknownOperationException');
  }
}

/** The wire has seconds since 1970. */
function resultOf({ name }: StandInRule, { type, id, compliance, at }: StandInResult) {
  const seconds = Date.parse(at) / 1000;
  return {
    EvaluationResultIdentifier: {
      EvaluationResultQualifier: { ConfigRuleName: name, ResourceType: type, ResourceId: id, EvaluationMode: 'DETECTIVE' },
      OrderingTimestamp: seconds,
    },
    ComplianceType: compliance,
    ResultRecordedTime: seconds,
    ConfigRuleInvokedTime: seconds,
  };
}

/** Errors as AWS Config sends them, for `fail`. */
export const faults = {
  denied: { status: 400, body: { __type: 'AccessDeniedException', message: 'User is not authorized to perform this action' } },
  throttled: { status: 400, body: { __type: 'ThrottlingException', message: 'Rate exceeded' } },
} as const satisfies Record<string, Fault>;

const error = (code: string): WireAnswer => json(400, { __type: code, message: '' });

const json = (status: number, body: object): WireAnswer => ({
  status,
  body: JSON.stringify(body),
  contentType: 'application/x-amz-json-1.1',
});
