import type { ReplayedCall } from '../app/what-if/replay.ts';
import type { WhatIfResult } from '../app/what-if/result.ts';
import type { SinceAttached, Span } from '../app/what-if/since-attached.ts';
import type { NotPrevented, NotPreventedWhy } from '../app/what-if/what-if.ts';
import type { OpenStatement } from '../core/iam/evaluate.ts';
import type { Missing } from '../core/iam/truth.ts';
import { count, counted, listed } from '../text/numbers.ts';
import { terminalSafe } from '../text/safe-text.ts';

const notPreventedWords: Readonly<Record<NotPreventedWhy, string>> = {
  service: 'a service made it: no policy of the account binds it',
  'service-linked-role': 'a service-linked role made it: no policy binds it',
  'no-condition-key': 'no IAM condition key has this setting: detection is the only control',
  'absent-is-valid': 'a request that conforms may lack the condition key, too',
  'no-instance-count': 'no condition key has the number of instances',
  'pipeline-steps': 'its steps are requests of their own, which the policy is for',
  'no-vpc-key': 'no condition key has the VPC: list its subnets and security groups',
  'ec2-facts': 'the rule asks EC2 what no request says',
  'no-statement': 'no Deny statement is about this operation',
  condition: 'a Deny statement is about this operation, and its conditions do not hold',
};

const missingWords: Readonly<Record<Missing['why'], string>> = {
  'not-recorded': 'CloudTrail does not record it',
  'request-unseen': 'the record does not show the request',
  'default-or-not-sent': 'the record shows a default, sent or not, alike',
  'places-differ': 'its places in the request differ',
  'no-set-operator': 'several values, and the condition has no set operator',
  'resource-unnamed': 'the record does not show the ARN',
};

/** The replay for a terminal. */
export function whatIfText(result: WhatIfResult): string {
  const { counts, byPrincipal, period, denied, falseDenials, notPrevented, cannotTell, sinceAttached, problems } = result;
  const roles = byPrincipal.every(({ principal }) => principal.includes(':role/')) ? 'role' : 'principal';
  const sections = [
    [
      `The policy would have denied ${counted(counts.denied, 'call')} by ${counted(byPrincipal.length, roles)}, from ${period.from} until before ${period.to}.`,
      `${counted(counts.calls, 'call')}: ${count(counts.denied)} denied${counts.deniedThatFailed > 0 ? ` (${count(counts.deniedThatFailed)} had failed anyway)` : ''}, ${count(counts.notDenied)} not, ${count(counts.cannotTell)} cannot tell, ${count(counts.notSubject)} not bound by any policy`,
      ...result.policies
        .filter(({ denies }) => denies === 0)
        .map(({ name }) => `${name} has no Deny statement: what it does not allow is denied only where nothing else allows it`),
    ],
    tally(
      'By statement',
      result.byStatement.map(({ policy, statement, calls }) => [calls, `${statement} (${policy})`]),
    ),
    tally(
      `By ${roles}`,
      byPrincipal.map(({ principal, calls }) => [calls, principal]),
    ),
    list('Denied', denied, (call) => [callLine(call), `    ${statementsOf(call)}`]),
    list('It would break: denied, though the rules pass it or an exemption accepts it', falseDenials, (call) => [
      `${callLine(call)} (${call.class})`,
      `    ${statementsOf(call)}`,
    ]),
    list('It would not have prevented: NON_COMPLIANT, and not denied', notPrevented, notPreventedLines),
    list('Cannot tell', cannotTell, (call) => [
      `${callLine(call)} (${call.class})`,
      ...(call.outcome.is === 'cannot-tell' ? call.outcome.open.map((statement) => `    ${openLine(statement)}`) : []),
    ]),
    sinceAttached ? sinceLines(sinceAttached) : [],
    ['Limits', ...result.limits.map((limit) => `  ${limit}`)],
    list('Could not be read', problems, ({ object, what }) => [`${object}: ${what}`]),
  ];
  const lines = sections.filter((section) => section.length > 0).flatMap((section, at) => (at === 0 ? section : ['', ...section]));
  return `${lines.map(terminalSafe).join('\n')}\n`;
}

function tally(title: string, entries: readonly (readonly [number, string])[]): string[] {
  return entries.length === 0 ? [] : [title, ...entries.map(([calls, name]) => `${count(calls).padStart(6)}  ${name}`)];
}

function list<T>(title: string, items: readonly T[], lines: (item: T) => string[]): string[] {
  return items.length === 0
    ? []
    : [`${title} (${count(items.length)})`, ...items.flatMap((item) => lines(item).map((line) => `  ${line}`))];
}

function callLine({ eventTime, eventId, operation, resourceName, resourceArn, principal, errorCode }: ReplayedCall): string {
  return `${eventTime} ${operation} ${resourceName ?? resourceArn ?? '(no name)'} by ${principal}${errorCode === undefined ? '' : `, ${errorCode}`} [${eventId}]`;
}

function statementsOf({ outcome }: ReplayedCall): string {
  return outcome.is === 'denied' ? listed(outcome.by.map(({ policy, statement }) => `${statement} (${policy})`)) : '';
}

function notPreventedLines({ call, reasons }: NotPrevented): string[] {
  return [callLine(call), ...reasons.map(({ rule, why }) => `    ${rule}: ${notPreventedWords[why]}`)];
}

function openLine({ policy, statement, missing }: OpenStatement): string {
  return `${statement} (${policy}): ${missing.map(({ key, why }) => `${key}: ${missingWords[why]}`).join('; ')}`;
}

function sinceLines({ attachedAt, events, before, after, slipped }: SinceAttached): string[] {
  const how = events.find(({ effect }) => effect === 'attached');
  const later = events.filter((event) => event !== how);
  return [
    `Attached ${attachedAt}${how ? ` (${how.eventName}${how.target === null ? '' : ` to ${how.target}`}, ${how.eventId})` : ' (as given)'}`,
    ...later.map(({ eventTime, eventName, target }) => `  ${eventTime} ${eventName}${target === null ? '' : ` ${target}`}`),
    ...spanLines('Before', before),
    ...spanLines('After', after),
    ...list('Not in force: succeeded since, though the policy denies it', slipped, (call) => [callLine(call), `    ${statementsOf(call)}`]),
  ];
}

function spanLines(title: string, { from, to, calls, nonCompliant, refused, byOperation, byPrincipal }: Span): string[] {
  const said = refused.filter(({ said: message }) => message?.deny === 'explicit');
  const explicit =
    said.length > 0
      ? ` (${count(said.length)} by an explicit deny in a ${listed([...new Set(said.map(({ said: message }) => message?.policyType ?? ''))])})`
      : '';
  return [
    `${title}, ${from} until before ${to}: ${counted(calls, 'call')}, ${count(nonCompliant)} NON_COMPLIANT, ${counted(refused.length, 'call')} refused${explicit}`,
    ...byOperation.map(({ operation, refused: times }) => `${count(times).padStart(6)}  ${operation}`),
    ...byPrincipal.map(({ principal, refused: times }) => `${count(times).padStart(6)}  ${principal}`),
  ];
}
