import {
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  LambdaClient,
  paginateListEventSourceMappings,
} from '@aws-sdk/client-lambda';
import type { DeployedFunction, Deployment } from '../../app/doctor/ports.ts';
import { answered, asked, impatient } from './call.ts';

export function functions(region: string): Pick<Deployment, 'functionNamed'> {
  const client = new LambdaClient({ ...impatient, region });

  async function queues(FunctionName: string): Promise<DeployedFunction['queues']> {
    const found: DeployedFunction['queues'][number][] = [];
    for await (const { EventSourceMappings = [] } of paginateListEventSourceMappings({ client }, { FunctionName })) {
      for (const { EventSourceArn, State = '' } of EventSourceMappings) {
        if (EventSourceArn) found.push({ arn: EventSourceArn, enabled: !State.startsWith('Disabl') });
      }
    }
    return found;
  }

  return {
    async functionNamed(name) {
      const about = { FunctionName: name };
      const found = await asked('lambda:GetFunctionConfiguration', () => client.send(new GetFunctionConfigurationCommand(about)));
      if (!found) return undefined;
      const failures = await asked('lambda:GetFunctionEventInvokeConfig', () =>
        client.send(new GetFunctionEventInvokeConfigCommand(about)),
      );
      return {
        arn: found.FunctionArn ?? '',
        state: found.LastUpdateStatus === 'Failed' ? 'not updated (LastUpdateStatus Failed)' : (found.State ?? 'Active'),
        environment: found.Environment?.Variables ?? {},
        onFailure: failures?.DestinationConfig?.OnFailure?.Destination ?? null,
        queues: await answered('lambda:ListEventSourceMappings', () => queues(name)),
      };
    },
  };
}
