import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Chance } from './chance.ts';
import type { VirtualClock } from './clock.ts';
import { type Calls, callHeader, type Sent } from './instance.ts';
import { type Service, type Step, stepOf } from './steps.ts';

/** What goes wrong with one request. `delay`: the answer comes so late, in milliseconds. */
export type Fault = 'reset' | 'reset-after' | 'timeout' | 'internal' | 'throttled' | { readonly delay: number };

/** A request that reached its service, and what became of the answer. */
export interface Taken {
  readonly step: Step;
  readonly sent: Sent;
  readonly task: string;
  readonly invocation: number;
  readonly at: number;
  readonly status: number;
  readonly answer: string;
  /** The client got the answer. */
  delivered: boolean;
}

export interface Boundary {
  seen: number;
  killed: number;
}

export interface Plan {
  /** Nothing dies at this. */
  readonly isSafe: (task: string) => boolean;
  readonly fault: (step: Step, task: string, nth: number) => Fault | undefined;
  /** Does the process die here? */
  readonly dies: (boundary: string, count: Boundary, task: string) => boolean;
}

/** Errors as each service sends them. */
const refusals: Readonly<Record<'internal' | 'throttled', (service: Service) => { status: number; body: string; retryAfter?: string }>> = {
  internal: (service) => ({ status: service === 'sns' ? 500 : 503, body: error(service, 'InternalFailure') }),
  throttled(service) {
    if (service === 'slack') return { status: 429, body: 'rate_limited', retryAfter: '12' };
    if (service === 'dynamodb') return { status: 400, body: error(service, 'ProvisionedThroughputExceededException') };
    return { status: service === 'sns' ? 429 : 400, body: error(service, service === 'sns' ? 'Throttled' : 'ThrottlingException') };
  },
};

function error(service: Service, code: string): string {
  if (service === 'slack') return 'service_error';
  if (service === 'sns' || service === 'sts')
    return `<ErrorResponse><Error><Type>Receiver</Type><Code>${code}</Code><Message>${code}</Message></Error></ErrorResponse>`;
  return JSON.stringify({ __type: code, message: code });
}

/** All that the functions send goes through here: it is delayed, refused, lost, or the last thing that a process did. */
export class Wire {
  readonly taken: Taken[] = [];
  readonly boundaries = new Map<string, Boundary>();
  readonly faults = new Map<string, number>();
  /** Called when a request was carried out. */
  onTaken: (taken: Taken) => void = () => undefined;
  plan: Plan | undefined;
  readonly #clock: VirtualClock;
  readonly #calls: Calls;
  readonly #chance: Chance;
  readonly #counts = new Map<string, number>();
  readonly #servers: Server[] = [];
  // Given up before the servers give them up, after 5 seconds.
  readonly #upstream = new Agent({ keepAlive: true, timeout: 2_000 });

  constructor(world: { readonly clock: VirtualClock; readonly calls: Calls; readonly chance: Chance }) {
    this.#clock = world.clock;
    this.#calls = world.calls;
    this.#chance = world.chance;
  }

  /** @returns where functions reach the service */
  async relay(service: Service, upstream: string): Promise<string> {
    const server = createServer({ keepAliveTimeout: 0 }, (incoming, outgoing) => {
      outgoing.sendDate = false;
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => void this.#handle(service, upstream, incoming, Buffer.concat(chunks), outgoing));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#servers.push(server);
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#upstream.destroy();
    for (const server of this.#servers) {
      server.closeAllConnections();
      server.close();
    }
  }

  async #handle(service: Service, upstream: string, incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse): Promise<void> {
    const sent = this.#calls.get(incoming.headers[callHeader]);
    if (!sent) return;
    const { instance } = sent;
    if (instance.isDead) return this.#hold(sent);
    const { task, invocation } = instance;
    const step = stepOf(service, incoming.method ?? '', incoming.headers, body.toString('utf8'));
    if (this.#dies(step, 'before', sent)) return this.#hold(sent);
    const nth = this.#count(`${task} ${service} ${step.name}`);
    const fault = this.plan?.fault(step, task, nth);
    if (fault) this.#counted(service, fault);
    if (fault === 'timeout') return this.#hold(sent);
    if (fault === 'reset') return void incoming.socket.resetAndDestroy();
    if (fault === 'internal' || fault === 'throttled') {
      const { status, body: refusal, retryAfter } = refusals[fault](service);
      return this.#later(sent, 20, () => outgoing.writeHead(status, retryAfter ? { 'retry-after': retryAfter } : {}).end(refusal));
    }
    const { status, headers, answer } = await this.#forward(upstream, incoming, body);
    const taken: Taken = {
      step,
      sent,
      task,
      invocation,
      at: this.#clock.now(),
      status,
      answer: service === 's3' ? '' : answer.toString('utf8'),
      delivered: false,
    };
    this.taken.push(taken);
    this.onTaken(taken);
    if (this.#dies(step, 'after', sent)) return this.#hold(sent);
    if (fault === 'reset-after') return void incoming.socket.resetAndDestroy();
    const latency = typeof fault === 'object' ? fault.delay : this.#chance.between(3, 90, 'latency', task, step.name, nth);
    this.#later(sent, latency, () => {
      taken.delivered = true;
      outgoing.writeHead(status, headers).end(answer);
    });
  }

  #dies(step: Step, moment: 'before' | 'after', { instance }: Sent): boolean {
    if (!this.plan || this.plan.isSafe(instance.task)) return false;
    const name = `${instance.name}: ${moment} ${step.name}`;
    const count = this.boundaries.get(name) ?? { seen: 0, killed: 0 };
    this.boundaries.set(name, count);
    count.seen++;
    if (!this.plan.dies(name, count, instance.task)) return false;
    count.killed++;
    instance.kill(name);
    return true;
  }

  /** No answer comes: time goes on. */
  #hold(sent: Sent): void {
    this.#clock.idle(sent);
  }

  #later(sent: Sent, milliseconds: number, answer: () => void): void {
    this.#clock.idle(sent);
    this.#clock.after(
      milliseconds,
      () => {
        if (sent.isOver) return;
        this.#clock.busy(sent);
        answer();
      },
      sent.instance,
    );
  }

  #forward(upstream: string, incoming: IncomingMessage, body: Buffer) {
    return new Promise<{ status: number; headers: Record<string, string>; answer: Buffer }>((resolve, reject) => {
      const { [callHeader]: _, connection, 'transfer-encoding': __, ...headers } = incoming.headers;
      const url = new URL(upstream);
      const onward = request(
        { host: url.hostname, port: url.port, method: incoming.method, path: incoming.url, headers, agent: this.#upstream },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            // The services' clocks are those of this machine; the SDK would correct its own by them.
            const { date, connection: ___, 'transfer-encoding': ____, 'content-length': _____, ...kept } = response.headers;
            resolve({ status: response.statusCode ?? 500, headers: kept as Record<string, string>, answer: Buffer.concat(chunks) });
          });
        },
      );
      onward.on('error', reject);
      onward.end(body);
    });
  }

  #count(name: string): number {
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    return count;
  }

  #counted(service: Service, fault: Fault): void {
    const name = `${service} ${typeof fault === 'string' ? fault : 'slow'}`;
    this.faults.set(name, (this.faults.get(name) ?? 0) + 1);
  }
}
