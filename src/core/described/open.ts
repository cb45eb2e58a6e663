import type { Change } from '../change.ts';
import type { InterContainerTraffic, Placed, SettingName, Unknown } from '../posture.ts';

/** Why a record leaves a value open that Describe may tell. */
const openReasons: ReadonlySet<Unknown> = new Set<Unknown>(['not-recorded', 'omitted', 'opaque', 'unchanged']);

/** Does the record leave the value open, in a way that Describe can close? */
export function isOpen({ at, value }: Placed<unknown>, change: Change): boolean {
  if (value.known || !openReasons.has(value.why)) return false;
  // DescribePipeline gives the definition itself: an expression in one of its steps stays one.
  return !(change.resource.type === 'Pipeline' && value.why === 'opaque' && at !== '');
}

/** Not encrypted, and the record does not say how many instances talk. AutoML never says; a pipeline's definition is the same in Describe. */
export function lacksCount(name: SettingName, { value }: Placed<unknown>, change: Change): boolean {
  if (name !== 'interContainerTraffic' || !value.known) return false;
  if (change.resource.type === 'AutoMLJob' || change.resource.type === 'Pipeline') return false;
  const traffic = value.value as InterContainerTraffic;
  return !traffic.encrypted && traffic.instanceCount === null;
}
