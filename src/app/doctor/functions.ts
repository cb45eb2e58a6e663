import { type Finding, no, together, yes } from './check.ts';
import type { DeployedFunction, Deployment } from './ports.ts';

/** The functions of a deployment, and the environment without which each is of no use. `monitor`, `reconcile` and `heartbeat` must be there. */
const environmentOf = {
  monitor: ['LEDGER_TABLE', 'ALERT_TOPIC_ARN'],
  reconcile: ['LEDGER_TABLE', 'ALERT_TOPIC_ARN', 'TRAIL_SOURCE'],
  heartbeat: ['LEDGER_TABLE', 'ALERT_TOPIC_ARN'],
  slack: ['SLACK_WEBHOOK'],
  backfill: ['TRAIL_SOURCE', 'EVIDENCE_BUCKET'],
  securityhub: ['ALERT_TOPIC_ARN'],
  amazonq: ['ALERT_TOPIC_ARN', 'AMAZON_Q_TOPIC_ARN'],
} as const;

/** Parameters of the deployment that may be left out: without them the function is not in use. */
const unused: Partial<Record<keyof typeof environmentOf, string>> = { backfill: 'EVIDENCE_BUCKET' };

export type FunctionName = keyof typeof environmentOf;

const needed: ReadonlySet<FunctionName> = new Set(['monitor', 'reconcile', 'heartbeat']);

export type Functions = Partial<Record<FunctionName, DeployedFunction>>;

/** @param stack name of the stack; the functions are called `<stack>-<name>` */
export async function findFunctions(deployment: Deployment, stack: string): Promise<Functions> {
  const names = Object.keys(environmentOf) as FunctionName[];
  const found = await Promise.all(names.map(async (name) => [name, await deployment.functionNamed(`${stack}-${name}`)] as const));
  return Object.fromEntries(found.filter(([, there]) => there !== undefined));
}

export function checkFunctions(functions: Functions, stack: string, deploy: string): Finding {
  const names = Object.keys(environmentOf) as FunctionName[];
  const findings = names.flatMap((name): Finding[] => {
    const there = functions[name];
    if (!there) return needed.has(name) ? [no(`${stack}-${name} is not there`, deploy)] : [];
    if (there.state !== 'Active') return [no(`${stack}-${name} is ${there.state}`, deploy)];
    const optional = unused[name];
    if (optional !== undefined && !there.environment[optional]) return [yes(`${name} (not in use: no ${optional})`)];
    const missing = environmentOf[name].filter((variable) => !there.environment[variable]);
    if (missing.length > 0) return [no(`${stack}-${name} has no ${missing.join(', ')} in its environment`, deploy)];
    return [yes(name)];
  });
  return together(findings);
}
