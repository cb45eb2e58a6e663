import type { Reference } from '../change.ts';
import { type JsonObject, text } from '../json.ts';
import type { ResourceType } from '../resources/types.ts';

/**
 * Members of Describe's answers that name what made the resource (service model, 2017-07-24: processing, training and transform jobs).
 * An answer has its own ARN too, under the same name as its children's. AutoML runs tuning jobs of its own: where both are named, the
 * AutoML job, which is what has to stop, comes first.
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

/** Of these, what a resource takes posture from and is stopped by: an AutoML job or a tuning job replaces a child that is stopped. */
export function searchParents(own: ResourceType, answer: JsonObject): Reference[] {
  return describedParents(own, answer).filter(({ type }) => type === 'AutoMLJob' || type === 'HyperParameterTuningJob');
}
