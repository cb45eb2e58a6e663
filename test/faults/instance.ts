import http, { type ClientRequest, type RequestOptions } from 'node:http';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';
import type { Owner, VirtualClock } from './clock.ts';
import type { Files } from './variants.ts';

/** A request of an instance, as it goes over the wire; it carries its number in a header. */
export interface Sent {
  readonly instance: Instance;
  /** The client waits no more. */
  isOver: boolean;
}

export const callHeader = 'x-harness-call';

/** Every request that is under way, by number. */
export class Calls {
  readonly #calls = new Map<string, Sent>();
  #serial = 0;

  add(instance: Instance): { readonly id: string; readonly sent: Sent } {
    const id = String(++this.#serial);
    const sent = { instance, isOver: false };
    this.#calls.set(id, sent);
    return { id, sent };
  }

  /** `undefined`: the client has given it up. */
  get(id: unknown): Sent | undefined {
    return this.#calls.get(String(id));
  }

  over(id: string): void {
    this.#calls.delete(id);
  }
}

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

const real = createRequire(import.meta.url);
const scripts = new Map<string, Script>();
const given = ['exports', 'require', 'module', 'process', 'setTimeout', 'clearTimeout', 'Date', 'AbortSignal', 'fetch'] as const;

/** Compiled once; each instance runs it anew. */
function scriptOf(code: string): Script {
  const found = scripts.get(code);
  if (found) return found;
  const plain = code.replace(/\bimport\("([^"]+)"\)/g, 'Promise.resolve().then(()=>require("$1"))');
  const script = new Script(`(function (${given.join(', ')}) {${plain}\n})`);
  scripts.set(code, script);
  return script;
}

/**
 * One environment of a function: its modules' state, its clients and its connections are its own, its clock is the harness's. It can die:
 * then nothing that it sends arrives, nothing that it waits for comes, and what it was about to do is not done.
 */
export class Instance implements Owner {
  isDead = false;
  /** Of the function. */
  readonly name: string;
  /** What the instance is at: the name of the event. */
  task = '';
  /** Numbers its invocations. */
  invocation = 0;
  readonly handler: Handler;
  #die: ((reason: string) => void) | undefined;
  readonly #agents: http.Agent[] = [];
  readonly #clock: VirtualClock;
  readonly #calls: Calls;

  constructor(name: string, files: Files, env: Readonly<Record<string, string>>, world: { clock: VirtualClock; calls: Calls }) {
    this.name = name;
    this.#clock = world.clock;
    this.#calls = world.calls;
    this.handler = (this.#load(`${name}.js`, files, this.#globals(env)) as { handler: Handler }).handler;
  }

  kill(reason: string): void {
    if (this.isDead) return;
    this.isDead = true;
    this.#die?.(reason);
    for (const agent of this.#agents) agent.destroy();
  }

  /** Closes what it holds open. */
  dispose(): void {
    this.#die = undefined;
    this.kill('disposed');
  }

  /** @returns what it died of, or what it answered */
  async invoke(
    event: unknown,
    context: unknown,
  ): Promise<{ readonly died: string } | { readonly value: unknown } | { readonly error: Error }> {
    const death = new Promise<{ died: string }>((resolve) => {
      this.#die = (died) => resolve({ died });
    });
    const answer = this.handler(event, context).then(
      (value) => ({ value }),
      (error: Error) => ({ error }),
    );
    return Promise.race([death, answer]);
  }

  #load(file: string, files: Files, globals: Readonly<Record<string, unknown>>): unknown {
    const loaded = new Map<string, { exports: unknown }>();
    const load = (name: string): unknown => {
      const found = loaded.get(name);
      if (found) return found.exports;
      const code = files.get(name);
      if (code === undefined) throw new Error(`the bundle has no ${name}`);
      const module = { exports: {} };
      loaded.set(name, module);
      const scope: Record<string, unknown> = { ...globals, module, exports: module.exports, require: requireIn };
      scriptOf(code).runInThisContext()(...given.map((each) => scope[each]));
      return module.exports;
    };
    const requireIn = (name: string): unknown => {
      if (name.startsWith('./')) return load(name.slice(2));
      const bare = name.replace(/^node:/, '');
      if (bare === 'http') return this.#http();
      if (bare === 'process') return globals.process;
      if (bare === 'fs/promises') return this.#files();
      if (bare === 'timers/promises') return { setTimeout: (ms: number) => this.#clock.wait(ms, this) };
      return real(name);
    };
    return load(file);
  }

  #globals(env: Readonly<Record<string, string>>): Record<string, unknown> {
    const clock = this.#clock;
    class HarnessDate extends Date {
      // biome-ignore lint/suspicious/noExplicitAny: Date's own parameters
      constructor(...args: [any?, ...any[]]) {
        if (args.length === 0) super(clock.now());
        else super(...(args as [number]));
      }
      static override now = clock.now;
    }
    return {
      process: Object.create(process, { env: { value: { ...env } }, stdout: { value: { write: () => true } } }),
      setTimeout: (run: (...args: unknown[]) => void, milliseconds: number, ...args: unknown[]) =>
        Object.assign(
          clock.after(milliseconds, () => run(...args), this),
          { unref() {}, ref() {} },
        ),
      clearTimeout: (timer: unknown) => clock.cancel(timer),
      Date: HarnessDate,
      AbortSignal: {
        timeout: (milliseconds: number) => {
          const controller = new AbortController();
          clock.after(milliseconds, () => controller.abort(new DOMException('timed out', 'TimeoutError')), this);
          return controller.signal;
        },
      },
      fetch: (url: string, init: RequestInit) => this.#fetch(url, init),
    };
  }

  /** Time stands still while a file is read, too: the SDK looks for its configuration. */
  #files(): unknown {
    const clock = this.#clock;
    const files = real('node:fs/promises') as typeof import('node:fs/promises');
    const readFile = async (...args: Parameters<typeof files.readFile>) => {
      const reading = {};
      clock.busy(reading);
      return files.readFile(...args).finally(() => clock.idle(reading));
    };
    return { ...files, readFile, default: { ...files, readFile } };
  }

  #http(): unknown {
    const isDead = () => this.isDead;
    const agents = this.#agents;
    class Agent extends http.Agent {
      constructor(options?: http.AgentOptions) {
        super(options);
        agents.push(this);
      }
    }
    const request = (options: RequestOptions, answered: (response: http.IncomingMessage) => void): ClientRequest => {
      if (isDead()) throw new Error('the process is dead');
      const { id, sent } = this.#calls.add(this);
      this.#clock.busy(sent);
      const call = http.request({ ...options, headers: { ...options.headers, [callHeader]: id } }, answered);
      call.once('close', () => {
        sent.isOver = true;
        this.#calls.over(id);
        this.#clock.idle(sent);
      });
      return call;
    };
    return { ...http, default: { ...http, Agent, request }, Agent, request };
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    if (this.isDead) throw new Error('the process is dead');
    const { id, sent } = this.#calls.add(this);
    this.#clock.busy(sent);
    try {
      const response = await fetch(url, { ...init, headers: { ...(init.headers as Record<string, string>), [callHeader]: id } });
      const body = await response.text();
      return new Response(body, { status: response.status, headers: response.headers });
    } finally {
      sent.isOver = true;
      this.#calls.over(id);
      this.#clock.idle(sent);
    }
  }
}
