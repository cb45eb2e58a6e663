import {
  type ConfigRule,
  type ConfigServiceClient,
  DescribeConfigRulesCommand,
  DescribeConformancePackComplianceCommand,
  DescribeConformancePacksCommand,
  GetComplianceDetailsByConfigRuleCommand,
  GetConformancePackComplianceDetailsCommand,
} from '@aws-sdk/client-config-service';
import type { Place } from '../app/posture/ports.ts';
import { checkOf } from '../core/config-evaluations/checks.ts';
import type { Evaluation } from '../core/config-evaluations/model.ts';
import { evaluationOf } from '../core/config-evaluations/read.ts';
import type { Asking } from './config-service/asking.ts';
import { pages } from './config-service/pages.ts';

type Send = ConfigServiceClient['send'];

/** AWS Config's API reference: at most 10 names in a conformance pack's filter, 100 results a page. */
const namesAtOnce = 10;
const perPage = 100;

/** What the managed rules for SageMaker say, those of conformance packs under their pack. */
export async function configEvaluations(place: Place, client: Pick<ConfigServiceClient, 'send'>, asking: Asking): Promise<Evaluation[]> {
  const send: Send = client.send.bind(client);
  const rules = await asking.ask('config:DescribeConfigRules', [], () => rulesThere(send, asking));
  const names = new Map(rules.map(({ ConfigRuleName = '', Source }) => [ConfigRuleName, Source?.SourceIdentifier ?? '']));
  const evaluations: Evaluation[] = [];
  const packed = new Set<string>();
  for (const pack of rules.length === 0 ? [] : await packsWith(names, send, asking)) {
    for (const name of pack.rules) packed.add(name);
    await asking.ask('config:GetConformancePackComplianceDetails', undefined, async () => {
      for (let at = 0; at < pack.rules.length; at += namesAtOnce) {
        const Filters = { ConfigRuleNames: pack.rules.slice(at, at + namesAtOnce) };
        const input = { ConformancePackName: pack.name, Filters, Limit: perPage };
        for await (const answer of pages((NextToken) =>
          asking.retry(() => send(new GetConformancePackComplianceDetailsCommand({ ...input, NextToken }))),
        ))
          for (const result of answer.ConformancePackRuleEvaluationResults ?? [])
            keep(evaluations, evaluationOf(result, { names, ...place, pack: pack.name }));
      }
    });
  }
  for (const name of names.keys()) {
    if (packed.has(name)) continue;
    await asking.ask('config:GetComplianceDetailsByConfigRule', undefined, async () => {
      const input = { ConfigRuleName: name, Limit: perPage };
      for await (const answer of pages((NextToken) =>
        asking.retry(() => send(new GetComplianceDetailsByConfigRuleCommand({ ...input, NextToken }))),
      ))
        for (const result of answer.EvaluationResults ?? []) keep(evaluations, evaluationOf(result, { names, ...place }));
    });
  }
  return evaluations;
}

function keep(evaluations: Evaluation[], evaluation: Evaluation | undefined): void {
  if (evaluation) evaluations.push(evaluation);
}

interface Pack {
  readonly name: string;
  /** Its rules that are ours to ask about. */
  readonly rules: readonly string[];
}

/** The rules that ask what a rule of ours asks, and those of AWS for SageMaker that none does: these are said to be theirs only. */
async function rulesThere(send: Send, asking: Asking): Promise<ConfigRule[]> {
  const rules: ConfigRule[] = [];
  for await (const answer of pages((NextToken) => asking.retry(() => send(new DescribeConfigRulesCommand({ NextToken })))))
    rules.push(...(answer.ConfigRules ?? []));
  return rules.filter(({ ConfigRuleName, Source, ConfigRuleState }) => {
    const identifier = Source?.Owner === 'AWS' ? Source.SourceIdentifier : undefined;
    const isOurs = identifier !== undefined && (checkOf(identifier, new Map()) !== null || identifier.startsWith('SAGEMAKER_'));
    return ConfigRuleName !== undefined && isOurs && ConfigRuleState !== 'DELETING';
  });
}

async function packsWith(names: ReadonlyMap<string, string>, send: Send, asking: Asking): Promise<Pack[]> {
  const packs = await asking.ask<string[]>('config:DescribeConformancePacks', [], async () => {
    const found: string[] = [];
    for await (const answer of pages((NextToken) => asking.retry(() => send(new DescribeConformancePacksCommand({ NextToken })))))
      found.push(...(answer.ConformancePackDetails ?? []).flatMap(({ ConformancePackName }) => ConformancePackName ?? []));
    return found;
  });
  const withRules: Pack[] = [];
  for (const name of packs) {
    const rules = await asking.ask<string[]>('config:DescribeConformancePackCompliance', [], async () => {
      const found: string[] = [];
      const input = { ConformancePackName: name };
      for await (const answer of pages((NextToken) =>
        asking.retry(() => send(new DescribeConformancePackComplianceCommand({ ...input, NextToken }))),
      ))
        found.push(...(answer.ConformancePackRuleComplianceList ?? []).flatMap(({ ConfigRuleName }) => ConfigRuleName ?? []));
      return found;
    });
    const own = rules.filter((rule) => names.has(rule));
    if (own.length > 0) withRules.push({ name, rules: own });
  }
  return withRules;
}
