import { isObject, type JsonObject, member } from '../../core/json.ts';
import { type Finding, no, together, unknown, yes } from './check.ts';
import type { DeployedTrail, Deployment, TrailState } from './ports.ts';

/** EventBridge has CloudTrail's management events only where a trail logs them (EventBridge User Guide, "Events from AWS services"). */
export async function checkTrail(deployment: Deployment): Promise<Finding> {
  const here = (await deployment.trails()).filter(({ multiRegion, homeRegion }) => multiRegion || homeRegion === deployment.region);
  if (here.length === 0) {
    return no(
      `no trail records ${deployment.region}`,
      'create one: aws cloudtrail create-trail --name management --s3-bucket-name BUCKET --is-multi-region-trail, then start-logging',
    );
  }
  const findings: Finding[] = [];
  for (const trail of here) {
    const finding = await trailFinding(trail, deployment);
    if (finding.answer === 'yes') return finding;
    findings.push(finding);
  }
  // One trail that is well is enough: as long as one of the others could be it, it is not known that there is none.
  const open = findings.filter(({ answer }) => answer === 'unknown');
  return together(open.length > 0 ? open : findings);
}

async function trailFinding(trail: DeployedTrail, deployment: Deployment): Promise<Finding> {
  try {
    return judge(trail, await deployment.trailState(trail.arn));
  } catch (error) {
    // Another account's trail (an organisation's) may not answer to this one.
    return unknown(`${trail.name}: ${(error as Error).message}`, 'ask again as the account that owns the trail');
  }
}

function judge({ name, arn }: DeployedTrail, { logging, deliveryError, selectors }: TrailState): Finding {
  if (!logging) return no(`${name} is not logging`, `aws cloudtrail start-logging --name ${arn}`);
  if (deliveryError) return no(`${name} cannot deliver to its bucket: ${deliveryError}`, `let CloudTrail write to the bucket of ${name}`);
  switch (logsSageMakerWrites(selectors)) {
    case true:
      return yes(`${name} logs management write events`);
    case false:
      return no(
        `${name} leaves SageMaker's management write events out`,
        `aws cloudtrail put-event-selectors --trail-name ${arn} with management events, ReadWriteType All`,
      );
    default:
      return unknown(`${name} has selectors that this version does not know`, 'look at aws cloudtrail get-event-selectors');
  }
}

/** `undefined`: the selectors say something else than what is known here. */
export function logsSageMakerWrites(answer: unknown): boolean | undefined {
  if (!isObject(answer)) return undefined;
  const basic = list(answer, 'EventSelectors');
  const advanced = list(answer, 'AdvancedEventSelectors');
  if (basic.length === 0 && advanced.length === 0) return undefined;
  const answers = [...basic.map(ofBasic), ...advanced.map(ofAdvanced)];
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

function ofBasic(selector: JsonObject): boolean {
  const excluded = member(selector, 'ExcludeManagementEventSources');
  const included = member(selector, 'IncludeManagementEvents') !== false && member(selector, 'ReadWriteType') !== 'ReadOnly';
  return included && !(Array.isArray(excluded) && excluded.some((source) => String(source).startsWith('sagemaker.')));
}

const source = 'sagemaker.amazonaws.com';

function ofAdvanced(selector: JsonObject): boolean | undefined {
  const fields = list(selector, 'FieldSelectors');
  const category = fields.find(({ Field }) => Field === 'eventCategory');
  if (!category || !values(category, 'Equals').includes('Management')) return false;
  const answers = fields.filter((field) => field !== category).map(lets);
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

/** Does one condition of a selector let SageMaker's write events through? */
function lets(field: JsonObject): boolean | undefined {
  const only = values(field, 'Equals');
  if (field.Field === 'readOnly') return only.includes('false');
  if (field.Field !== 'eventSource') return undefined;
  if (values(field, 'NotEquals').includes(source) || (only.length > 0 && !only.includes(source))) return false;
  const others = ['StartsWith', 'EndsWith', 'NotStartsWith', 'NotEndsWith'];
  return others.some((name) => values(field, name).length > 0) ? undefined : true;
}

function list(holder: JsonObject, name: string): JsonObject[] {
  const value = member(holder, name);
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function values(holder: JsonObject, name: string): string[] {
  const value = member(holder, name);
  return Array.isArray(value) ? value.map(String) : [];
}
