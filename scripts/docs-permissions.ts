import { isDeletable, resources } from '../src/core/resources/resources.ts';
import { resourceTypes } from '../src/core/resources/types.ts';

/**
 * The SageMaker actions of a role that describes, stops, tags and deletes: spelled out, one list per purpose. ListTags is for the tags
 * that route an alert. An automatic deletion is a permission of its own, which no stage has by default.
 */
export interface SageMakerActions {
  readonly observe: readonly string[];
  readonly enforce: readonly string[];
  readonly delete: readonly string[];
}

export function sageMakerActions(): SageMakerActions {
  const all = Object.values(resources);
  const actions = (names: readonly (string | undefined)[]) =>
    [...new Set(names.flatMap((name) => (name ? [`sagemaker:${name}`] : [])))].sort();
  return {
    observe: actions([...all.map(({ describe }) => describe), 'ListTags']),
    enforce: actions([...all.map(({ stop }) => stop?.operation), 'AddTags']),
    delete: actions(resourceTypes.filter(isDeletable).map((type) => resources[type].delete)),
  };
}

export const sageMakerActionsJson = (): string => `${JSON.stringify(sageMakerActions(), null, 2)}\n`;
