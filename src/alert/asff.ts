import type { Alert, ChangeAlert, RolledUp } from '../core/alert.ts';
import { guidance } from '../core/guidance/index.ts';
import type { RuleId } from '../core/rule.ts';
import { rules } from '../core/rules/index.ts';
import { asffLimits, findingId, findingResource, findingType, inArn, productArn, productFieldsOf } from '../formats/asff.ts';
import { findingUuid } from '../formats/uuid.ts';
import { becauseWords } from '../text/because.ts';
import { plainText } from '../text/plain-text.ts';
import { unknownWords } from './words.ts';

/** The account and Region whose Security Hub takes the findings: BatchImportFindings is called there, by its own account. */
export interface Hub {
  readonly account: string;
  readonly region: string;
}

/** A finding in ASFF: `Id` is what an answer names when it refuses one. */
export type AsffFinding = { readonly Id: string } & Readonly<Record<string, unknown>>;

/**
 * One finding per change and rule, also for changes that people were told of in a roll-up. Where the hub is that of the change's own
 * account, a finding has the same Id as in a scan's `findings.asff.json`. Alerts that are about no resource give none.
 */
export function securityFindings(alert: Alert, hub: Hub): AsffFinding[] {
  if (alert.kind === 'change') {
    const { account, region, actor, sourceIp } = alert;
    return ofChange(alert, { account, region, actor: actor.name, principal: actor.principal, sourceIp }, alert, hub);
  }
  if (alert.kind === 'roll-up') {
    const { account, region, principal } = alert.group;
    const common = { account, region, actor: principal, principal, sourceIp: '' };
    return alert.changes.flatMap((change) => ofChange(change, common, alert, hub));
  }
  return [];
}

type Common = Pick<Facts, 'account' | 'region' | 'actor' | 'principal' | 'sourceIp'>;

function ofChange(change: RolledUp, common: Common, alert: Alert, hub: Hub): AsffFinding[] {
  const { verdict, failures, eventId, eventTime, eventName, resource } = change;
  const status = verdict === 'NON_COMPLIANT' ? 'FAILED' : 'NOT_AVAILABLE';
  return failures.map((failure) => finding({ ...common, status, eventId, eventTime, eventName, resource, ...failure }, alert, hub));
}

interface Facts {
  readonly rule: RuleId;
  readonly severity: string;
  readonly status: 'FAILED' | 'NOT_AVAILABLE';
  readonly account: string;
  readonly region: string;
  readonly eventId: string;
  readonly eventTime: string;
  readonly eventName: string;
  readonly resource: ChangeAlert['resource'];
  readonly actor: string;
  readonly principal: string;
  readonly sourceIp: string;
  readonly because: ChangeAlert['failures'][number]['because'];
  readonly missing: ChangeAlert['failures'][number]['missing'];
}

function finding(facts: Facts, alert: Alert, hub: Hub): AsffFinding {
  const { rule: id, resource } = facts;
  const at = Date.parse(facts.eventTime);
  const eventTime = Number.isNaN(at) ? alert.at : new Date(at).toISOString();
  const rule = rules.find((each) => each.id === id);
  const region = inArn(facts.region);
  const severity = { Label: facts.severity.toUpperCase(), Original: facts.severity };
  const types = [findingType(id)];
  const name = resource.name ?? '(name not recorded)';
  return {
    SchemaVersion: '2018-10-08',
    Id: findingId(id, findingUuid(facts)),
    ProductArn: productArn(hub.account, hub.region),
    ProductName: 'sagewarden',
    CompanyName: 'sagewarden',
    GeneratorId: `sagewarden/${id}`,
    AwsAccountId: hub.account,
    Region: hub.region,
    Types: types,
    FirstObservedAt: eventTime,
    LastObservedAt: eventTime,
    CreatedAt: eventTime,
    // A later import of the same Id counts only with a later time.
    UpdatedAt: alert.at,
    Severity: severity,
    Title: plainText(`${rule?.title ?? id}: ${resource.type} ${name}`, asffLimits.title),
    Description: plainText(`${facts.eventName} by ${plainText(facts.actor, 256)}: ${why(facts)}.`, asffLimits.description),
    ...(rule && { Remediation: remediation(rule) }),
    ProductFields: productFieldsOf({
      rule: id,
      eventId: facts.eventId,
      eventName: facts.eventName,
      account: facts.account,
      region: facts.region,
      actor: facts.actor,
      principal: facts.principal,
      sourceIp: facts.sourceIp,
      alert: alert.id,
      policySha256: alert.policySha256,
    }),
    Resources: [
      findingResource(
        {
          account: facts.account,
          resourceType: resource.type,
          resourceName: resource.name,
          resourceArn: resource.arn.known ? resource.arn.value : null,
        },
        region,
      ),
    ],
    Compliance: { Status: facts.status },
    Workflow: { Status: 'NEW' },
    RecordState: 'ACTIVE',
    FindingProviderFields: { Severity: severity, Types: types },
  };
}

function why({ because, missing }: Facts): string {
  return missing ? `${missing.setting} could not be seen, ${unknownWords[missing.why]}` : becauseWords(because);
}

function remediation({ id, remedy }: (typeof rules)[number]): object {
  const [reference] = guidance[id].references;
  return {
    Recommendation: {
      Text: plainText(remedy, asffLimits.recommendation),
      ...(reference !== undefined && { Url: reference }),
    },
  };
}
