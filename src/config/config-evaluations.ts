import * as z from 'zod';
import type { ConfigRuleNames } from '../core/config-evaluations/checks.ts';
import type { Evaluation } from '../core/config-evaluations/model.ts';
import { evaluationOf, evaluationsOf } from '../core/config-evaluations/read.ts';
import { readJsonFile, shapeError } from './json-file.ts';
import { PolicyError } from './problem.ts';

/** What the AWS CLI printed of AWS Config and Security Hub. Members that nothing is read from are let pass. */

const time = z.union([z.string(), z.number()]);
const text = z.string().max(2_048);

const result = z.looseObject({
  EvaluationResultIdentifier: z.looseObject({
    EvaluationResultQualifier: z.looseObject({ ConfigRuleName: text, ResourceType: text, ResourceId: text }),
  }),
  ComplianceType: text,
  ResultRecordedTime: time.exactOptional(),
  ConfigRuleInvokedTime: time.exactOptional(),
  AccountId: text.exactOptional(),
  AwsRegion: text.exactOptional(),
});

const finding = z.looseObject({
  AwsAccountId: text,
  Region: text.exactOptional(),
  GeneratorId: text,
  RecordState: text.exactOptional(),
  UpdatedAt: time.exactOptional(),
  LastObservedAt: time.exactOptional(),
  Compliance: z.looseObject({ Status: text.exactOptional(), SecurityControlId: text.exactOptional() }).exactOptional(),
  Workflow: z.looseObject({ Status: text.exactOptional() }).exactOptional(),
  Resources: z.array(z.looseObject({ Type: text, Id: text, Region: text.exactOptional() })),
});

const rule = z.looseObject({
  ConfigRuleName: text,
  Source: z.looseObject({ Owner: text, SourceIdentifier: text.exactOptional() }),
});

/** By the member that tells what the output is of. */
const outputs = {
  EvaluationResults: z.looseObject({ EvaluationResults: z.array(result) }),
  AggregateEvaluationResults: z.looseObject({ AggregateEvaluationResults: z.array(result) }),
  ConformancePackRuleEvaluationResults: z.looseObject({
    ConformancePackName: text,
    ConformancePackRuleEvaluationResults: z.array(result),
  }),
  ConfigRules: z.looseObject({ ConfigRules: z.array(rule) }),
  Findings: z.looseObject({ Findings: z.array(finding) }),
};

export const evaluationFiles =
  'the output of aws configservice get-compliance-details-by-config-rule, get-aggregate-compliance-details-by-config-rule, get-conformance-pack-compliance-details or describe-config-rules, or of aws securityhub get-findings';

const maxProblems = 20;

/**
 * Every evaluation in the files. Rules that describe-config-rules names are known by their identifier, whatever they are called, and
 * whichever file comes first. @throws PolicyError with the problems of the first file that has any
 */
export function readEvaluationFiles(paths: readonly string[]): Evaluation[] {
  const read = paths.map((path) => readOutput(path));
  const names: ConfigRuleNames = new Map(
    read.flatMap(({ ConfigRules = [] }) =>
      ConfigRules.flatMap(({ ConfigRuleName, Source: { Owner, SourceIdentifier } }) =>
        Owner === 'AWS' && SourceIdentifier !== undefined ? [[ConfigRuleName, SourceIdentifier] as const] : [],
      ),
    ),
  );
  return read.flatMap((output) => [
    ...[...(output.EvaluationResults ?? []), ...(output.AggregateEvaluationResults ?? [])].flatMap(
      (each) => evaluationOf(each, { names }) ?? [],
    ),
    ...(output.ConformancePackRuleEvaluationResults ?? []).flatMap(
      (each) => evaluationOf(each, { names, pack: output.ConformancePackName }) ?? [],
    ),
    ...(output.Findings ?? []).flatMap(evaluationsOf),
  ]);
}

interface Output {
  readonly EvaluationResults?: readonly z.output<typeof result>[];
  readonly AggregateEvaluationResults?: readonly z.output<typeof result>[];
  readonly ConformancePackName?: string;
  readonly ConformancePackRuleEvaluationResults?: readonly z.output<typeof result>[];
  readonly ConfigRules?: readonly z.output<typeof rule>[];
  readonly Findings?: readonly z.output<typeof finding>[];
}

function readOutput(path: string): Output {
  const { value } = readJsonFile(path, { large: `expected ${evaluationFiles}`, other: `expected ${evaluationFiles} (--output json)` });
  // Findings by themselves: `--query Findings`, or an export.
  const output = Array.isArray(value) ? { Findings: value } : value;
  const known = Object.keys(outputs).filter((name) => typeof output === 'object' && output !== null && Object.hasOwn(output, name));
  const [only] = known as (keyof typeof outputs)[];
  if (only === undefined || known.length > 1) throw new PolicyError(path, [{ text: `expected ${evaluationFiles}` }]);
  const parsed = outputs[only].safeParse(output);
  if (parsed.success) return parsed.data;
  throw shapeError(path, parsed.error.issues.slice(0, maxProblems));
}
