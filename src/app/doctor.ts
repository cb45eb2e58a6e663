import { centralRules, checkCentralBus } from './doctor/central-bus.ts';
import { ask, type Check, type CheckId, no, unknown, yes } from './doctor/check.ts';
import { checkEnforcement } from './doctor/enforcement.ts';
import { checkFunctions, type Functions, findFunctions } from './doctor/functions.ts';
import type { DeployedRule, Deployment, Subscription } from './doctor/ports.ts';
import { checkQueues } from './doctor/queues.ts';
import { checkRule, checkSchedules } from './doctor/rule.ts';
import { checkTopic, checkWebhook, placeOf } from './doctor/sinks.ts';
import { checkHeartbeat, checkLedger, checkMemberRoles } from './doctor/state.ts';
import { checkTrail } from './doctor/trail.ts';
import { checkTrailFiles } from './doctor/trail-files.ts';
import type { AlertPublisher, Clock, Ledger } from './ports.ts';

export interface DoctorWorld {
  readonly deployment: Deployment;
  readonly clock: Clock;
  readonly ledger: (table: string) => Pick<Ledger, 'lastHeartbeat'>;
  readonly publisher: (topicArn: string, runbookUrl: string | undefined) => AlertPublisher;
  readonly onCheck?: (check: Check) => void;
}

export interface DoctorOptions {
  /** Name of the stack; its functions are called `<stack>-<name>`. */
  readonly stack: string;
  readonly stage: string;
  /** Accounts in the policy's scope. */
  readonly accounts: readonly string[];
  readonly policySha256: string;
  /** The policy's. */
  readonly mode: 'enforce' | 'dry-run';
  /** Sends one, through the deployment's own topic. */
  readonly testAlert: boolean;
}

/** Asks a deployment everything that an alert needs on its way. Nothing is changed; rejects only where nothing at all can be asked. */
export async function doctor(options: DoctorOptions, world: DoctorWorld): Promise<readonly Check[]> {
  const { deployment } = world;
  const deploy = `npm run deploy -- --stage ${options.stage} --region ${deployment.region}`;
  const caller = await deployment.caller();
  const checks: Check[] = [];
  const add = async (id: CheckId, question: string, answer: Parameters<typeof ask>[2]) => {
    const check = await ask(id, question, answer);
    checks.push(check);
    world.onCheck?.(check);
  };
  let functions: Functions = {};
  let [rules, subscriptions]: [DeployedRule[], readonly Subscription[]] = [[], []];
  let fed: readonly string[] = [];

  await add('trail', 'Does a trail log management write events here?', () => checkTrail(deployment));
  await add('functions', 'Are the functions there, with what they need?', async () => {
    functions = await findFunctions(deployment, options.stack);
    return checkFunctions(functions, options.stack, deploy);
  });
  const { monitor, reconcile, heartbeat, slack } = functions;
  const environment = { ...heartbeat?.environment, ...monitor?.environment };
  const without = (name: string) => unknown(`not asked: ${options.stack}-monitor does not say its ${name}`, deploy);

  await add('rule', 'Does EventBridge hand it every operation?', async () => {
    if (!monitor) return without('address');
    rules = [...(await deployment.rulesOf(monitor.arn))];
    return checkRule(rules, deploy);
  });
  await add('central-bus', 'Does the central bus hand it what other accounts forward?', async () => {
    if (!monitor) return without('queues');
    const queues = monitor.queues.map(({ arn }) => arn);
    const found = await centralRules(deployment, options.stack, queues);
    if (found) [rules, fed] = [[...rules, ...found], queues];
    return checkCentralBus(found, options.stack, deploy);
  });
  await add('enforcement', 'May it do what the policy asks?', async () =>
    monitor ? checkEnforcement(options.mode, monitor.environment.ENFORCEMENT, deploy) : without('ENFORCEMENT'),
  );
  await add('trail-files', 'Are there files of the trail where reconcile looks?', async () => {
    const source = reconcile?.environment.TRAIL_SOURCE;
    return source ? checkTrailFiles(deployment, source) : unknown(`not asked: ${options.stack}-reconcile does not say its source`, deploy);
  });
  await add('schedules', 'Do reconcile and heartbeat run by schedule?', async () => {
    if (!reconcile || !heartbeat) return unknown('not asked: reconcile or heartbeat is not there', deploy);
    return checkSchedules(
      { reconcile: await deployment.rulesOf(reconcile.arn), heartbeat: await deployment.rulesOf(heartbeat.arn) },
      deploy,
    );
  });
  const { ALERT_TOPIC_ARN: topic, LEDGER_TABLE: table } = environment;
  await add('topic', 'Is somebody subscribed to the alerts?', async () => {
    if (!topic) return without('ALERT_TOPIC_ARN');
    const found = await deployment.subscriptions(topic);
    subscriptions = found ?? [];
    return checkTopic(topic, found, deploy);
  });
  await add('webhook', 'Does Slack know the webhook?', () => checkWebhook(deployment, slack?.environment.SLACK_WEBHOOK));
  await add('queues', 'Can the queues be sent to, and does nothing wait in those for failures?', async () =>
    monitor ? checkQueues(deployment, { functions, rules, fed, subscriptions, deploy }) : without('queues'),
  );
  await add('ledger', 'Is the ledger there?', async () => (table ? checkLedger(deployment, table, deploy) : without('LEDGER_TABLE')));
  await add('heartbeat', 'Was a heartbeat sent lately?', async () => {
    if (!table) return without('LEDGER_TABLE');
    const hours = Number(heartbeat?.environment.HEARTBEAT_HOURS ?? 24);
    return checkHeartbeat(world.ledger(table), { now: world.clock.now(), hours, functionName: `${options.stack}-heartbeat` });
  });
  await add('member-roles', 'Can the roles in other accounts be taken?', () =>
    checkMemberRoles(deployment, {
      accounts: options.accounts.filter((account) => account !== caller.account),
      partition: caller.partition,
      roleName: environment.MEMBER_ROLE_NAME,
      externalId: environment.MEMBER_EXTERNAL_ID,
    }),
  );
  if (options.testAlert) {
    await add('test-alert', 'Was the test alert taken?', async () => {
      if (!topic) return without('ALERT_TOPIC_ARN');
      const at = new Date(world.clock.now()).toISOString();
      const id = `test-alert:${at}`;
      const { stage, policySha256 } = options;
      await world.publisher(topic, environment.RUNBOOK_URL).publish({ kind: 'test', id, at, stage, policySha256 });
      const places = subscriptions.filter(({ confirmed }) => confirmed).map(placeOf);
      const sent = `${id} was sent to the topic`;
      if (places.length === 0) return no(`${sent}, and reaches nobody`, 'subscribe somebody to the topic');
      return yes(`${sent}; look for it in ${places.join(', ')}`);
    });
  }
  return checks;
}
