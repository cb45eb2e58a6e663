import { operations } from '../src/core/resources/catalog.ts';

/**
 * The EventBridge pattern of the monitor, from the catalogue. `source` is what AWS sets and nobody can forge by PutEvents;
 * what is in a record is judged in code. EventBridge takes at most 2,048 characters.
 */
export function eventPatternJson(): string {
  const pattern = {
    source: ['aws.sagemaker'],
    'detail-type': ['AWS API Call via CloudTrail', 'AWS Service Event via CloudTrail'],
    detail: { eventSource: ['sagemaker.amazonaws.com'], eventName: operations.map(({ eventName }) => eventName) },
  };
  return `${JSON.stringify(pattern, null, 2)}\n`;
}
