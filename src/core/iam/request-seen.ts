import type { Change } from '../change.ts';
import type { Placed } from '../posture.ts';
import { operationOf } from '../resources/catalog.ts';

/** Does the record show the request? One that left it out shows no setting, no reference and no name. */
export function isRequestSeen({ eventName, posture, references, resource }: Change): boolean {
  const operation = operationOf(eventName);
  const places: readonly Placed<unknown>[] = Object.values(posture).flat();
  if (places.some(({ value }) => !value.known && (value.why === 'omitted' || value.why === 'not-recorded'))) return false;
  if (places.length > 0) return true;
  return operation !== undefined && operation.references.length > 0 ? references.length > 0 : resource.name !== null;
}
