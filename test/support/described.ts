import type { Known, Placed, Posture } from '../../src/core/posture.ts';
import { operations } from '../../src/core/resources/catalog.ts';
import { modelOperations } from '../model/operations.ts';
import { Random } from '../model/random.ts';
import { type Draft, randomRequest, removePath, trailCased } from '../model/request.ts';
import { operationShape, type Shape, sdkOperations } from '../model/shapes.ts';
import { call } from './records.ts';

/** Every operation that creates something; a retry of a pipeline execution creates none anew. */
export const creates = operations.filter(({ kind, eventName }) => kind === 'create' && eventName !== 'RetryPipelineExecution');

/** A random create request from the service model, with every setting of the resource set in one way or another. */
export function sampleRequest(eventName: string, seed: number): Draft {
  const random = new Random(seed);
  const request = randomRequest(operationShape(eventName).input, random);
  const model = modelOperations[eventName];
  if (!model) throw new Error(`no model of ${eventName}`);
  for (const path of model.own) removePath(request, path);
  model.set(request, random);
  return request;
}

/** The record that CloudTrail has of a request. */
export function recordOf(eventName: string, request: Draft, members: Draft = {}): Draft {
  return call(eventName, trailCased(operationShape(eventName).input, request), members);
}

/** An answer without the members that the service model does not give this Describe: it cannot tell what it does not have. */
export function asModelled(describe: string, answer: unknown): unknown {
  const shape = sdkOperations.get(describe)?.output;
  return shape ? prune(shape, answer) : answer;
}

function prune(shape: Shape, value: unknown): unknown {
  if (Array.isArray(value)) return shape.kind === 'list' ? value.map((each) => prune(shape.element, each)) : undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (!('members' in shape)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => {
      const member = shape.members.find((known) => known.name === name);
      return member ? [[name, prune(member.shape, each)]] : [];
    }),
  );
}

/** The values of a posture, whoever told them. AutoML's two versions keep them at paths of their own. */
export function valuesOf(posture: Posture): unknown {
  const settings = Object.entries(posture).map(([name, places]: [string, readonly Placed<unknown>[]]) => [
    name,
    places.map(({ at, value }) => ({ at: at.replace(/^AutoMLJobConfig\./, ''), value: untold(value) })),
  ]);
  return Object.fromEntries(settings);
}

const untold = (value: Known<unknown>): unknown => (value.known ? { value: value.value } : value);
