import { monitor } from '../src/app/monitor.ts';
import { lookbackHours, problemOf, type Reconciled, reconcile, windowOf } from '../src/app/reconcile.ts';
import { composeMonitor, type FunctionContext, type Monitor, number } from './compose/monitor.ts';
import { trailSource } from './compose/trail.ts';

/** Kept free for what is under way when the time is up, milliseconds. */
const reserve = 30_000;

let composed: Monitor | undefined;

interface Invocation extends FunctionContext {
  getRemainingTimeInMillis?(): number;
}

/**
 * Every hour, or by hand with `{"lookbackHours": 720}`: what the trail has and the ledger has not. An error says that something was not
 * looked at or not finished; everything else was done before.
 */
export async function handler(event: unknown, context: Invocation = {}): Promise<Reconciled> {
  composed ??= composeMonitor(context);
  const { world, flush } = composed;
  const started = world.clock.now();
  const scheduledHours = number('RECONCILE_LOOKBACK_HOURS', 3);
  const window = windowOf(started, lookbackHours(event, scheduledHours));
  const { accounts, regions } = world.policy.scope;
  try {
    const result = await reconcile(window, {
      ...world,
      // The oldest files are read first: what a source would fetch ahead in its own order would be fetched twice.
      source: trailSource({
        period: window,
        accounts,
        regions,
        isKnown: () => true,
        home: context.invokedFunctionArn?.split(':')[4] ?? '',
      }),
      isBucket: process.env.TRAIL_SOURCE !== 'lookup:',
      takeLate: (parsed) => monitor(parsed, world, { late: true }),
      scheduledHours,
      deadline: started + (context.getRemainingTimeInMillis?.() ?? 600_000) - reserve,
    });
    world.log.info('reconciled', { ...window, ...result });
    const problem = problemOf(result);
    if (problem) throw new Error(problem);
    return result;
  } finally {
    flush();
  }
}
