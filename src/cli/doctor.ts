import { Command } from 'commander';
import { type Check, exitCodeOf, Unanswered } from '../app/doctor/check.ts';
import { doctor } from '../app/doctor.ts';
import { readPolicyFile } from '../config.ts';
import { terminalSafe } from '../text/safe-text.ts';
import { coloured } from './coloured.ts';
import { UsageError } from './errors.ts';

interface DoctorFlags {
  readonly stage: string;
  readonly stack?: string;
  readonly region?: string;
  readonly config?: string;
  readonly testAlert?: boolean;
  readonly json?: boolean;
}

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('asks a deployment everything that an alert needs on its way; each no with its fix')
    .option('--stage <name>', 'stage that was deployed', 'dev')
    .option('--stack <name>', 'name of the stack (default: sagewarden-<stage>)')
    .option('--region <name>', 'region of the deployment (default: as for every AWS tool)')
    .option('--config <file>', 'policy file, for the accounts in scope (default: ./sagewarden.yml, else the built-in defaults)')
    .option('--test-alert', 'send a message that says it is a test, and say where it should arrive; nothing else is changed')
    .option('--json', 'the answers as JSON on stdout')
    .addHelpText(
      'after',
      `
Examples:
  sagewarden doctor --stage prod --region eu-west-1
  sagewarden doctor --stage prod --test-alert

Exit codes: 0 all is well, 1 something is not, 2 could not run, 3 something could not be asked.`,
    )
    .action(run);
}

/** Where the secret comes from a stand-in on this machine, so may the webhook. */
const allowLoopback = ['AWS_ENDPOINT_URL_SECRETS_MANAGER', 'AWS_ENDPOINT_URL_SSM'].some((name) =>
  /^http:\/\/127\.0\.0\.1(:\d+)?\/?$/.test(process.env[name] ?? ''),
);

async function run(flags: DoctorFlags): Promise<void> {
  const { policy, sha256 } = readPolicyFile(flags.config, new Date().toISOString());
  const [{ awsDeployment }, { dynamoLedger }, { snsPublisher, snsTopic }, { snsMessage }] = await Promise.all([
    import('../adapters/deployment.ts'),
    import('../adapters/ledger.ts'),
    import('../adapters/sns.ts'),
    import('../alert/sns.ts'),
  ]);
  const stack = flags.stack ?? `sagewarden-${flags.stage}`;
  const deployment = await awsDeployment({ region: flags.region, slack: { allowLoopback } }).catch((cause) => fail(cause));
  const { scope, enforcement } = policy;
  const asked = { accounts: scope.accounts, mode: enforcement.mode, policySha256: sha256 };
  const options = { stack, stage: flags.stage, ...asked, testAlert: flags.testAlert ?? false };
  const onCheck = flags.json ? () => {} : (check: Check) => void process.stdout.write(lineOf(check, coloured()));
  const checks = await doctor(options, {
    deployment,
    clock: Date,
    ledger: (table) => dynamoLedger({ table, leaseSeconds: 45, ttlDays: 400, groupWindowSeconds: 3600 }),
    publisher: (topicArn, runbookUrl) => snsPublisher(snsTopic(topicArn), (alert) => snsMessage(alert, { runbookUrl })),
    onCheck,
  }).catch((error) => {
    if (error instanceof Unanswered) fail(error);
    throw error;
  });
  process.exitCode = exitCodeOf(checks);
  if (flags.json)
    process.stdout.write(`${JSON.stringify({ region: deployment.region, stack, exitCode: process.exitCode, checks }, null, 2)}\n`);
}

/** By its name: the SDK's messages are long, and name profiles and hosts. */
function fail(cause: Error): never {
  const what = /region (is missing|not accepted)/i.test(cause.message)
    ? 'no region: give --region, or set AWS_REGION'
    : cause.message.split('\n')[0];
  throw new UsageError(`AWS cannot be asked: ${what}`);
}

const marks = { yes: ['yes    ', '32'], no: ['NO     ', '31'], unknown: ['unknown', '33'] } as const;

function lineOf({ question, answer, detail, fix }: Check, colour: boolean): string {
  const [word, code] = marks[answer];
  const mark = colour ? `\u001b[${code}m${word}\u001b[0m` : word;
  const lines = [
    `${mark}  ${question}`,
    `         ${terminalSafe(detail)}`,
    ...(fix === null ? [] : [`         fix: ${terminalSafe(fix)}`]),
  ];
  return `${lines.join('\n')}\n`;
}
