import type { ActionTaken, AlertedRule, ChangeAlert } from '../core/alert.ts';
import type { ResourceRef } from '../core/change.ts';
import type { RuleId } from '../core/rule.ts';
import { rules } from '../core/rules/index.ts';
import type { Briefing, Context } from './briefing.ts';
import { eventLink, resourceLink, runbookLink } from './links.ts';
import { joined, moment, ours, type Phrase, say } from './phrase.ts';
import { calledFrom, tagsOf, who } from './who.ts';
import { actionWords, conditionWords, laterWords, unknownWords } from './words.ts';

export function changeBriefing(alert: ChangeAlert, { runbookUrl }: Context): Briefing {
  const { resource, region, account, eventName, eventTime, eventId, failures } = alert;
  const ids = failures.map(({ rule }) => rule).join(', ');
  const links = [eventLink(region, eventId), resourceLink(region, resource), runbookLink(runbookUrl)];
  return {
    id: alert.id,
    kind: alert.kind,
    severity: alert.severity,
    title:
      alert.verdict === 'NON_COMPLIANT'
        ? say`${resourceNamed(resource)} is outside the boundary: ${ours(ids)}`
        : say`${resourceNamed(resource)} could not be judged: ${ours(ids)}`,
    facts: [
      { label: 'Who', text: who(alert.actor) },
      { label: 'What', text: say`${eventName}: ${resourceNamed(resource)}${resource.arn.known ? say`, ${resource.arn.value}` : []}` },
      { label: 'When', text: say`${moment(eventTime)}, told ${ours(laterWords(alert.delaySeconds))}${ours(lateWords(alert.late))}` },
      { label: 'Where', text: say`account ${account}, Region ${region}` },
      { label: 'From', text: calledFrom(alert.sourceIp, alert.userAgent) },
      { label: 'Tags', text: tagsOf(alert.tags) },
    ].filter(({ text }) => text.length > 0),
    points: [
      { label: 'Why', lines: failures.flatMap(whyLines) },
      {
        label: 'Done',
        lines: alert.actions.length === 0 ? [ours('Nothing: the policy asks for no action.')] : alert.actions.map(actionLine),
      },
      { label: 'Next', lines: nextLines(alert) },
    ],
    links: links.filter((link) => link !== undefined),
    footer: say`Alert ${alert.id}, event ${eventId}, policy ${alert.policySha256.slice(0, 12)}, stage ${alert.stage}`,
  };
}

export function resourceNamed({ type, name }: Pick<ResourceRef, 'type' | 'name'>): Phrase {
  return name === null ? ours(`${type} (name not recorded)`) : say`${ours(type)} ${name}`;
}

/** EventBridge misses events; what `reconcile` found in the trail is as true, only later. */
export const lateWords = (late: boolean): string => (late ? '; EventBridge did not deliver it, reconcile found it in the trail' : '');

function whyLines({ rule, because, missing }: AlertedRule): Phrase[] {
  const title = ours(`${rule} (${titleOf(rule)})`);
  if (missing) return [say`${title}: ${missing.setting} could not be seen, ${ours(unknownWords[missing.why])}`];
  return because.map(({ at, found, expected }) => say`${title}: ${at}: found ${found}, expected ${expected}`);
}

function actionLine({ action, target, outcome, at, conditions, error }: ActionTaken): Phrase {
  const { done, plain } = actionWords[action];
  const what = resourceNamed(target);
  const when = at === null ? [] : say` at ${moment(at)}`;
  switch (outcome) {
    case 'done':
      return say`${ours(done)} ${what}${when}.`;
    case 'already-finished':
      return say`Nothing to ${ours(plain)}: ${what} had ended by itself.`;
    case 'deferred':
      return say`${what} cannot be ${ours(action === 'stop' ? 'stopped' : done.toLowerCase())} yet; it will be tried again shortly.`;
    case 'dry-run':
      return say`Would ${ours(plain)} ${what}: the policy only observes (dry run).`;
    case 'withheld':
      return say`Did not ${ours(plain)} ${what}: ${conditionsOf(conditions, false)}.`;
    case 'undecided':
      return say`Did not ${ours(plain)} ${what}, because it is not known whether: ${conditionsOf(conditions, 'unknown')}.`;
    case 'failed':
      return say`Could not ${ours(plain)} ${what}${when}: AWS answered ${error ?? 'with an error'}.`;
  }
}

/** Details of a condition can carry names and ARNs. */
function conditionsOf(conditions: ActionTaken['conditions'], holds: false | 'unknown'): Phrase {
  return joined(
    conditions.filter((each) => each.holds === holds).map(({ id, detail }) => say`${ours(conditionWords[id])} (${detail})`),
    '; ',
  );
}

function nextLines({ verdict, failures, actions }: ChangeAlert): Phrase[] {
  const remedies = [...new Set(failures.map(({ rule }) => remedyOf(rule)))].filter((remedy) => remedy !== undefined).map(ours);
  if (verdict === 'INSUFFICIENT_DATA') {
    return [ours('Look at the resource yourself: nobody has seen that it conforms. If it does not:'), ...remedies];
  }
  const failed = actions.some(({ outcome }) => outcome === 'failed');
  return [...(failed ? [ours('Act by hand: the action of the policy failed.')] : []), ...remedies];
}

const titleOf = (id: RuleId): string => rules.find((rule) => rule.id === id)?.title ?? 'no such rule in this version';
const remedyOf = (id: RuleId): string | undefined => rules.find((rule) => rule.id === id)?.remedy;
