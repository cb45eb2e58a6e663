import { operations } from '../src/core/resources/catalog.ts';
import { blindingOperations } from '../src/core/trail-control.ts';

export { blindingOperations };

/**
 * The EventBridge patterns of the monitor. `source` is what AWS sets and nobody can forge by PutEvents; what is in a record is
 * judged in code. EventBridge takes at most 2,048 characters a pattern, hence two. China's endpoints have a suffix of their own.
 */
export const patternLimit = 2048;

const eventSources = (service: string) => [`${service}.amazonaws.com`, `${service}.amazonaws.com.cn`];

/** Every operation of the catalogue, called by somebody or by SageMaker itself. */
export function eventPatternJson(): string {
  return json({
    source: ['aws.sagemaker'],
    'detail-type': ['AWS API Call via CloudTrail', 'AWS Service Event via CloudTrail'],
    detail: { eventSource: eventSources('sagemaker'), eventName: operations.map(({ eventName }) => eventName) },
  });
}

export function tamperingPatternJson(): string {
  return json({
    source: ['aws.cloudtrail'],
    'detail-type': ['AWS API Call via CloudTrail'],
    detail: { eventSource: eventSources('cloudtrail'), eventName: blindingOperations },
  });
}

const json = (pattern: unknown) => `${JSON.stringify(pattern, null, 2)}\n`;
