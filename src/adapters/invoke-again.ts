import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

/** Hands an event to a function, without waiting for it. @param functionName name or ARN */
export function invokeLater(functionName: string): (event: unknown) => Promise<void> {
  const client = new LambdaClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
  return async (event) => {
    await client.send(new InvokeCommand({ FunctionName: functionName, InvocationType: 'Event', Payload: JSON.stringify(event) }));
  };
}
