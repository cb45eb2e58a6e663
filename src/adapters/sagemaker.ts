import type { ActionResult, Described, ResourcePlace, SageMaker } from '../app/ports.ts';
import { factsOf } from '../core/described/answer.ts';
import { isObject, text } from '../core/json.ts';
import { type Known, known, type Unknown, unknown } from '../core/posture.ts';
import { isDeletable, resources } from '../core/resources/resources.ts';
import { type Call, caller, NotCalled, type SageMakerOptions } from './sagemaker/clients.ts';
import type { Answer } from './sagemaker/command.ts';
import { attemptsOf, nameOf, reasonOf, statusInRefusal } from './sagemaker/errors.ts';
import { identifiersOf } from './sagemaker/identifiers.ts';
import { legalTag } from './sagemaker/tags.ts';

export type { SageMakerOptions } from './sagemaker/clients.ts';

/** SageMaker over the network, in every account and region that the member role opens. */
export function sageMaker(options: SageMakerOptions): SageMaker {
  return sageMakerBy(caller(options));
}

/** The same through other clients. */
export function sageMakerBy(call: Call): SageMaker {
  return {
    describe: (place) => describe(call, place),
    tags: (arn, place) => tags(call, arn, place),
    stop: (place) => stop(call, place),
    async tag(arn, place, tag) {
      if (!resources[place.type].taggable) return failed('NotSupported');
      return settle(() => call(place, 'AddTags', { ResourceArn: arn, Tags: [legalTag(tag)] }));
    },
    async delete(place) {
      const operation = resources[place.type].delete;
      if (!operation || !isDeletable(place.type)) return failed('NotSupported');
      const result = await settle(() => callByIdentifier(call, place, operation));
      // Gone already, maybe by this very request, whose first answer was lost.
      return result.outcome === 'failed' && result.error === gone ? { outcome: 'already-finished' } : result;
    },
  };
}

const gone = 'ResourceNotFound';
const failed = (error: string): ActionResult => ({ outcome: 'failed', error });

async function describe(call: Call, place: ResourcePlace): Promise<Known<Described>> {
  try {
    const answer = await callByIdentifier(call, place, resources[place.type].describe);
    const { arn, creationTime, status } = factsOf(place.type, answer);
    if (arn === null) return unknown('opaque');
    // Apps and domains still answer for a day after they were deleted.
    return status === 'Deleted' ? unknown('resource-gone') : known({ arn, creationTime, status, answer }, 'describe');
  } catch (error) {
    return unknown(unknownFor(error));
  }
}

/** A refusal of another kind says nothing of the resource. */
function unknownFor(error: unknown): Unknown {
  if (error instanceof NotCalled) return error.reason;
  const reason = reasonOf(error);
  return reason === 'refused' ? 'opaque' : reason;
}

/** Tries the identifiers in turn: only one of them is the resource's. */
async function callByIdentifier(call: Call, place: ResourcePlace, operation: string, more: Answer = {}): Promise<Answer> {
  let last: unknown;
  for (const identifier of identifiersOf(place)) {
    try {
      return await call(place, operation, { ...identifier, ...more });
    } catch (error) {
      last = error;
      if (error instanceof NotCalled || reasonOf(error) !== 'resource-gone') break;
    }
  }
  throw last ?? new NotCalled('not-recorded', 'NotIdentified');
}

async function tags(call: Call, arn: string, place: ResourcePlace): Promise<Known<Readonly<Record<string, string>>>> {
  const found: [string, string][] = [];
  try {
    let next: string | undefined;
    // A resource has 50 tags at most, a page as many: more pages than these are none of ours to follow.
    for (let page = 0; page < 5; page++) {
      const answer = await call(place, 'ListTags', { ResourceArn: arn, ...(next && { NextToken: next }) });
      const list = Array.isArray(answer.Tags) ? answer.Tags.filter(isObject) : [];
      for (const tag of list) found.push([text(tag, 'Key') ?? '', text(tag, 'Value') ?? '']);
      next = text(answer, 'NextToken');
      if (!next) break;
    }
    return known(Object.fromEntries(found.filter(([key]) => key !== '')), 'describe');
  } catch (error) {
    return unknown(unknownFor(error));
  }
}

async function stop(call: Call, place: ResourcePlace): Promise<ActionResult> {
  const { stop: stopping } = resources[place.type];
  if (!stopping) return failed('NotSupported');
  let refusal: unknown;
  const result = await settle(async () => {
    const more = place.type === 'InferenceExperiment' ? await variantsKept(call, place) : {};
    await callByIdentifier(call, place, stopping.operation, more).catch((error: unknown) => {
      refusal = error;
      throw error;
    });
  });
  const isRefused =
    result.outcome === 'failed' && !(refusal instanceof NotCalled) && refusal !== undefined && reasonOf(refusal) === 'refused';
  return isRefused ? afterRefusal(call, place, stopping.statuses, refusal, result) : result;
}

/** StopInferenceExperiment wants to know what becomes of each variant: all stay as they are. */
async function variantsKept(call: Call, place: ResourcePlace): Promise<Answer> {
  const { ModelVariants: variants } = await callByIdentifier(call, place, resources[place.type].describe);
  const names = Array.isArray(variants) ? variants.filter(isObject).flatMap((variant) => text(variant, 'VariantName') ?? []) : [];
  return { ModelVariantActions: Object.fromEntries(names.map((name) => [name, 'Retain'])) };
}

/** Every status in which a resource of the catalogue has ended, or is about to. */
const ended = /^(completed|failed|stopp(ed|ing)|succeeded|cancelled|delet(ed|ing|efailed|ionfailed)|expired)$/i;

/**
 * Stop is refused by an unmodelled ValidationException when there is nothing to stop. Why it was is Describe's to say, and where
 * that is silent, the refusal's own words. What is only about to run (a notebook that is Pending) can be stopped later.
 */
async function afterRefusal(
  call: Call,
  place: ResourcePlace,
  stoppable: readonly string[],
  refusal: unknown,
  result: ActionResult,
): Promise<ActionResult> {
  const now = await describe(call, place);
  const status = (now.known ? now.value.status : null) ?? statusInRefusal(refusal);
  if (status === null || stoppable.includes(status)) return result;
  if (!ended.test(status)) return { outcome: 'retry', error: nameOf(refusal) };
  // The first answer was lost, and it was a yes.
  const isOurs = attemptsOf(refusal) > 1 && /^stopp(ed|ing)$/i.test(status);
  return { outcome: isOurs ? 'done' : 'already-finished' };
}

/** What goes wrong is a value. Throttled, failed or unanswered: it can be sent again; a lost answer leaves open whether it was done. */
async function settle(act: () => Promise<unknown>): Promise<ActionResult> {
  try {
    await act();
    return { outcome: 'done' };
  } catch (error) {
    if (error instanceof NotCalled) return failed(error.told);
    const reason = reasonOf(error);
    if (reason === 'throttled' || reason === 'no-answer') return { outcome: 'retry', error: nameOf(error) };
    return failed(reason === 'resource-gone' ? gone : nameOf(error));
  }
}
