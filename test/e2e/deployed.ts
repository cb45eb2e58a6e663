import { execFile, spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { GetFunctionConfigurationCommand, GetFunctionEventInvokeConfigCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';

const root = resolve(import.meta.dirname, '../..');

/** What the tests look into. */
export interface Deployed {
  readonly table: string;
  readonly alertTopic: string;
  readonly eventsQueue: string;
  readonly failuresQueue: string;
}

type Environment = Readonly<Record<string, string>>;

/** The project as it is, with the policy of the tests, packaged and deployed by its own commands, in a folder of its own. */
export async function deploy(folder: string, environment: Environment, slackSecret: string): Promise<Deployed> {
  const project = join(folder, 'project');
  mkdirSync(project);
  for (const part of ['handlers', 'src', 'scripts', 'iac', 'serverless.yml', 'package.json', 'tsconfig.json'])
    cpSync(join(root, part), join(project, part), { recursive: true });
  copyFileSync(join(import.meta.dirname, 'policy.yml'), join(project, 'sagewarden.yml'));
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
  const stage = ['--stage', 'test', '--region', 'eu-west-1', '--param', `slackWebhookSecret=${slackSecret}`];
  run(project, environment, 'npm', ['run', 'deploy', '--', ...stage]);
  return found(environment);
}

function run(cwd: string, environment: Environment, command: string, args: readonly string[]): void {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 150_000,
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error ?? `exit status ${status}`}\n${stdout}${stderr}`);
}

/** What a function wrote so far. */
export async function logOf(name: string, folder: string, environment: Environment): Promise<string> {
  const osls = join(root, 'node_modules/.bin/osls');
  const args = ['logs', '--function', name, '--stage', 'test', '--region', 'eu-west-1', '--startTime', '1h'];
  const env = { ...process.env, ...environment };
  const { stdout } = await promisify(execFile)(osls, args, { cwd: join(folder, 'project'), env, maxBuffer: 2 ** 26 });
  return stdout;
}

/** As the functions see it. */
async function found(environment: Environment): Promise<Deployed> {
  const options = clientOptions(environment);
  const lambda = new LambdaClient(options);
  const FunctionName = 'sagewarden-test-monitor';
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const { LEDGER_TABLE: table, ALERT_TOPIC_ARN: alertTopic, DEFER_QUEUE_URL: eventsQueue } = Environment?.Variables ?? {};
  const { DestinationConfig } = await lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName, Qualifier: '$LATEST' }));
  const QueueName = DestinationConfig?.OnFailure?.Destination?.split(':').at(-1);
  const { QueueUrl: failuresQueue } = await new SQSClient(options).send(new GetQueueUrlCommand({ QueueName }));
  if (!table || !alertTopic || !eventsQueue || !failuresQueue) throw new Error('the deployed monitor lacks something of its environment');
  return { table, alertTopic, eventsQueue, failuresQueue };
}

export function clientOptions(environment: Environment) {
  const {
    AWS_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  } = environment;
  if (!region || !endpoint || !accessKeyId || !secretAccessKey) throw new Error('no endpoint');
  return { region, endpoint, credentials: { accessKeyId, secretAccessKey } };
}
