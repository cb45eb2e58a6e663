import { isObject, type JsonObject, parseJson } from '../../../core/json.ts';

/** What `terraform show -json` says is not a plan that can be judged. The message says what to do. */
export class PlanError extends Error {
  override name = 'PlanError';
}

/** A resource that the plan would make, change, replace, delete or leave. */
export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly actions: readonly string[];
  readonly after: unknown;
  readonly afterUnknown: unknown;
  readonly afterSensitive: unknown;
}

export interface Plan {
  readonly terraformVersion: string | null;
  /** ISO 8601; `null` in plans of Terraform before 1.5. */
  readonly timestamp: string | null;
  readonly changes: readonly PlannedChange[];
  /** A plan that failed, or leaves something for a later one. */
  readonly incomplete: boolean;
}

/**
 * The managed resources of a plan (Terraform, "JSON Output Format", Plan Representation). Modules are flat there: a resource's
 * address names them. @throws PlanError
 */
export function readPlan(text: string): Plan {
  const document = parseJson(text.replace(/^\uFEFF/, ''));
  if (!isObject(document)) throw new PlanError(notJson(text));
  const { format_version: version, resource_changes: listed } = document;
  if (typeof version !== 'string') throw new PlanError(`no format_version: ${expected}`);
  if (!/^1(\.|$)/.test(version))
    throw new PlanError(`format_version ${JSON.stringify(version)} is not read, only 1: ${expected} of Terraform 1.1 or later`);
  // A state's representation has `values`; a plan's has `planned_values`, also where nothing changes.
  if (!isObject(document.planned_values))
    throw new PlanError(`${isObject(document.values) ? 'a state, not a plan' : 'no planned_values'}: ${expected}`);
  if (listed !== undefined && !Array.isArray(listed)) throw new PlanError(`resource_changes is no list: ${expected}`);
  const changes = ((listed ?? []) as unknown[]).map((each, index) => changeOf(each, index)).filter((each) => each !== null);
  return {
    terraformVersion: typeof document.terraform_version === 'string' ? document.terraform_version : null,
    timestamp: typeof document.timestamp === 'string' && !Number.isNaN(Date.parse(document.timestamp)) ? document.timestamp : null,
    changes,
    incomplete: document.errored === true || document.complete === false,
  };
}

const expected = 'expected what `terraform show -json PLANFILE` writes';

function notJson(text: string): string {
  // A plan file is a ZIP archive; `terraform plan -json` writes a stream of messages.
  if (text.startsWith('PK')) return 'a plan file: run terraform show -json on it first';
  if (isObject(parseJson(text.split('\n', 1)[0] ?? ''))) return `several JSON values, as terraform plan -json writes them: ${expected}`;
  return `not JSON: ${expected}`;
}

/** `null`: a data source. */
function changeOf(each: unknown, index: number): PlannedChange | null {
  const fail = (what: string): never => {
    throw new PlanError(`resource_changes[${index}] ${what}: ${expected}`);
  };
  if (!isObject(each)) return fail('is no object');
  const { address, type, mode } = each;
  const change: JsonObject = isObject(each.change) ? each.change : fail('has no change');
  if (typeof address !== 'string' || typeof type !== 'string') return fail('has no address or type');
  if (mode === 'data') return null;
  const { actions } = change;
  if (!Array.isArray(actions) || !actions.every((action) => typeof action === 'string')) return fail('has no actions');
  return {
    address,
    type,
    actions,
    after: change.after ?? null,
    afterUnknown: change.after_unknown ?? false,
    afterSensitive: change.after_sensitive ?? false,
  };
}
