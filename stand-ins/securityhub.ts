import { type Fault, serve, type WireAnswer } from './wire.ts';

type Finding = Readonly<Record<string, unknown>> & { readonly Id: string };

/** What GetFindings filters on; the rest is as it is. */
export type ControlFinding = Readonly<Record<string, unknown>> & {
  readonly AwsAccountId: string;
  readonly Region: string;
  readonly RecordState: string;
  readonly Compliance: { readonly Status: string; readonly SecurityControlId?: string };
};

export interface SecurityHubStandIn {
  readonly url: string;
  /** Findings by Id: a second import updates. */
  readonly findings: ReadonlyMap<string, Finding>;
  /** Sizes of the batches that came. */
  readonly batches: readonly number[];
  /** What Security Hub's own controls found, for GetFindings. */
  controls: readonly ControlFinding[];
  /** Findings that are refused by themselves, by a code. */
  refuse: ((finding: Finding) => string | undefined) | undefined;
  fail: ((findings: readonly Finding[]) => Fault | undefined) | undefined;
  close(): Promise<void>;
}

/** Security Hub of one account and Region: BatchImportFindings and GetFindings, with the limits of its API reference. */
export async function start(place: { readonly account: string; readonly region: string }): Promise<SecurityHubStandIn> {
  const findings = new Map<string, Finding>();
  const batches: number[] = [];
  const product = `:securityhub:${place.region}:${place.account}:product/${place.account}/default`;
  const listOf = (body: string) => (JSON.parse(body) as { Findings?: Finding[] }).Findings ?? [];
  const server = await serve({
    contentType: 'application/json',
    fault: ({ body }) => standIn.fail?.(listOf(body)),
    answer({ path, body }) {
      if (path === '/findings') return json(200, getFindings(JSON.parse(body), standIn.controls));
      const list = listOf(body);
      if (!path.startsWith('/findings/import')) return json(404, {});
      batches.push(list.length);
      if (list.length < 1 || list.length > 100) return json(400, { Code: 'InvalidInputException' }, 'InvalidInputException');
      const failed = list.flatMap((finding) => {
        const code = problemOf(finding, product, place.account) ?? standIn.refuse?.(finding);
        if (code !== undefined) return [{ Id: finding.Id, ErrorCode: code, ErrorMessage: 'refused by the stand-in' }];
        findings.set(finding.Id, finding);
        return [];
      });
      return json(200, { FailedCount: failed.length, SuccessCount: list.length - failed.length, FailedFindings: failed });
    },
  });
  const standIn: SecurityHubStandIn = {
    url: server.url,
    findings,
    batches,
    controls: [],
    refuse: undefined,
    fail: undefined,
    close: server.close,
  };
  return standIn;
}

interface GetFindings {
  readonly Filters?: Readonly<Record<string, readonly { readonly Value: string; readonly Comparison: 'EQUALS' | 'PREFIX' }[]>>;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/** Two a page at most: what has to page shows that it does. */
function getFindings({ Filters = {}, MaxResults = 2, NextToken = '0' }: GetFindings, controls: readonly ControlFinding[]): object {
  const memberOf = (finding: ControlFinding, name: string) =>
    String(name === 'ComplianceSecurityControlId' ? finding.Compliance.SecurityControlId : finding[name]);
  const found = controls.filter((finding) =>
    Object.entries(Filters).every(([name, wanted]) =>
      wanted.some(({ Value, Comparison }) =>
        Comparison === 'PREFIX' ? memberOf(finding, name).startsWith(Value) : memberOf(finding, name) === Value,
      ),
    ),
  );
  const from = Number(NextToken);
  const to = from + Math.min(MaxResults, 2);
  return { Findings: found.slice(from, to), ...(to < found.length && { NextToken: String(to) }) };
}

/** Security Hub user guide, "Required attributes": without them, or in another account's product, a finding is refused. */
function problemOf(finding: Finding, product: string, account: string): string | undefined {
  const required = ['SchemaVersion', 'Id', 'ProductArn', 'GeneratorId', 'AwsAccountId', 'CreatedAt', 'UpdatedAt', 'Severity', 'Title'];
  if ([...required, 'Description', 'Resources'].some((name) => !finding[name])) return 'InvalidInput';
  if (!String(finding.ProductArn).endsWith(product) || finding.AwsAccountId !== account) return 'InvalidAccess';
  return Buffer.byteLength(JSON.stringify(finding)) > 240 * 1024 ? 'FindingTooLarge' : undefined;
}

const json = (status: number, body: object, error?: string): WireAnswer => ({
  status,
  body: JSON.stringify(body),
  contentType: 'application/json',
  ...(error && { headers: { 'x-amzn-errortype': error } }),
});
