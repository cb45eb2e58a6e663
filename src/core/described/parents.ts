import type { Reference } from '../change.ts';
import { type JsonObject, text } from '../json.ts';
import type { ResourceType } from '../resources/types.ts';

/**
 * Members of Describe's answers that name what made the resource (service model, 2017-07-24: processing, training and transform jobs).
 * An answer has its own ARN too, under the same name as its children's.
 */
const members: readonly (readonly [ResourceType, string])[] = [
  ['AutoMLJob', 'AutoMLJobArn'],
  ['HyperParameterTuningJob', 'TuningJobArn'],
  ['MonitoringSchedule', 'MonitoringScheduleArn'],
  ['LabelingJob', 'LabelingJobArn'],
  // The training job whose debugger or profiler a processing job is.
  ['TrainingJob', 'TrainingJobArn'],
];

/** What made a resource by itself, by Describe alone: the service writes it, nobody can choose it. */
export function describedParents(own: ResourceType, answer: JsonObject): Reference[] {
  return members.flatMap(([type, member]) => {
    const name = type === own ? undefined : text(answer, member)?.split('/').slice(1).join('/');
    return name ? [{ type, name }] : [];
  });
}
