import { type Fault, serve, type WireAnswer } from './wire.ts';

type Finding = Readonly<Record<string, unknown>> & { readonly Id: string };

export interface SecurityHubStandIn {
  readonly url: string;
  /** Findings by Id: a second import updates. */
  readonly findings: ReadonlyMap<string, Finding>;
  /** Sizes of the batches that came. */
  readonly batches: readonly number[];
  /** Findings that are refused by themselves, by a code. */
  refuse: ((finding: Finding) => string | undefined) | undefined;
  fail: ((findings: readonly Finding[]) => Fault | undefined) | undefined;
  close(): Promise<void>;
}

/** Security Hub of one account and Region: BatchImportFindings, with the limits of its API reference. */
export async function start(place: { readonly account: string; readonly region: string }): Promise<SecurityHubStandIn> {
  const findings = new Map<string, Finding>();
  const batches: number[] = [];
  const product = `:securityhub:${place.region}:${place.account}:product/${place.account}/default`;
  const listOf = (body: string) => (JSON.parse(body) as { Findings: Finding[] }).Findings;
  const server = await serve({
    contentType: 'application/json',
    fault: ({ body }) => standIn.fail?.(listOf(body)),
    answer({ path, body }) {
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
  const standIn: SecurityHubStandIn = { url: server.url, findings, batches, refuse: undefined, fail: undefined, close: server.close };
  return standIn;
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
