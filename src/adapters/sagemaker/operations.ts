import { isDeletable, resources } from '../../core/resources/resources.ts';
import { type ResourceType, resourceTypes } from '../../core/resources/types.ts';

/** What the adapter can be asked for: the methods of the `SageMaker` port. */
export type Capability = 'describe' | 'tags' | 'stop' | 'tag' | 'delete';

const every = (pick: (type: ResourceType) => string | undefined): readonly string[] =>
  [...new Set(resourceTypes.flatMap((type) => pick(type) ?? []))].sort();

/**
 * The IAM actions (without `sagemaker:`; SageMaker names them as its operations) that each method can call. `stop` also describes
 * what it stops: to say why it was refused, and for the variants of an inference experiment.
 */
export const sageMakerActions: Readonly<Record<Capability, readonly string[]>> = {
  describe: every((type) => resources[type].describe),
  tags: ['ListTags'],
  stop: [...every((type) => resources[type].stop && resources[type].describe), ...every((type) => resources[type].stop?.operation)],
  tag: ['AddTags'],
  delete: every((type) => (isDeletable(type) ? resources[type].delete : undefined)),
};
