import type { Chance } from './chance.ts';
import type { VirtualClock } from './clock.ts';
import { type Calls, Instance } from './instance.ts';
import type { Files } from './variants.ts';

export interface FunctionSettings {
  readonly name: string;
  readonly files: Files;
  readonly env: Readonly<Record<string, string>>;
  /** Environments at a time. */
  readonly concurrency: number;
  /** Seconds. */
  readonly timeout: number;
}

export type Outcome = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly why: string };

export interface World {
  readonly clock: VirtualClock;
  readonly calls: Calls;
  readonly chance: Chance;
}

/** A function of Lambda: environments are used again, one event at a time in each; one that dies or runs too long is gone. */
export class LambdaFunction {
  readonly errors = new Map<string, number>();
  /** Invocations that died, by what of. */
  readonly deaths = new Map<string, number>();
  invocations = 0;
  started = 0;
  running = 0;
  readonly #settings: FunctionSettings;
  readonly #world: World;
  readonly #free: Instance[] = [];
  readonly #waiting: (() => void)[] = [];

  constructor(settings: FunctionSettings, world: World) {
    this.#settings = settings;
    this.#world = world;
  }

  /** @param task names the event */
  async invoke(event: unknown, task: string): Promise<Outcome> {
    const { name, files, env, concurrency, timeout } = this.#settings;
    const { clock, calls } = this.#world;
    if (this.running >= concurrency) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.running++;
    const instance = this.#free.pop() ?? new Instance(name, files, env, { clock, calls });
    if (instance.invocation === 0) this.started++;
    instance.task = task;
    instance.invocation = ++this.invocations;
    const end = clock.now() + timeout * 1000;
    const timer = clock.after(timeout * 1000, () => instance.kill(`${name}: timed out`), instance);
    const result = await instance.invoke(event, {
      invokedFunctionArn: `arn:aws:lambda:eu-west-1:111122223333:function:sagewarden-test-${name}`,
      getRemainingTimeInMillis: () => end - clock.now(),
    });
    clock.cancel(timer);
    this.running--;
    if (!instance.isDead) this.#free.push(instance);
    this.#waiting.shift()?.();
    if ('died' in result) {
      count(this.deaths, result.died);
      return { ok: false, why: result.died };
    }
    if ('value' in result) return { ok: true, value: result.value };
    count(this.errors, result.error.name);
    return { ok: false, why: result.error.name };
  }

  /** As EventBridge invokes: two more tries, after one minute and after two, then the dead-letter queue. */
  async invokeLater(event: unknown, task: string, deadLetters: (event: unknown) => void): Promise<void> {
    for (const minutes of [1, 2, 0]) {
      const outcome = await this.invoke(event, task);
      if (outcome.ok) return;
      if (minutes === 0) return deadLetters(event);
      await this.#world.clock.wait(minutes * 60_000 + this.#world.chance.between(0, 4_000, 'retry', task, minutes));
    }
  }

  /** Every environment ends, as after a quiet while. */
  dispose(): void {
    for (const instance of this.#free.splice(0)) instance.dispose();
  }
}

export function count(counts: Map<string, number>, name: string, by = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}
