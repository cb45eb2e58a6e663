import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { ResourcePlace } from '../../app/ports.ts';
import { type PlacedOptions, placedClients } from '../placed-clients.ts';
import { type Answer, SageMakerOperation } from './command.ts';

export { NotCalled } from '../placed-clients.ts';
export type SageMakerOptions = PlacedOptions;

export type Call = (place: ResourcePlace, operation: string, input: Readonly<Record<string, unknown>>) => Promise<Answer>;

export function caller(options: SageMakerOptions): Call {
  const clientFor = placedClients(options, (config) => new SageMakerClient(config));
  return async (place, operation, input) => {
    const client = await clientFor(place);
    const { $metadata: _, ...answer } = await client.send(new SageMakerOperation(operation, input));
    return answer as Answer;
  };
}
