import { createHash } from 'node:crypto';
import { Agent, createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy in front of an S3 server that spoils its answers, the same ones in every run. */

export interface Faults {
  /** Of 100 answers, so many are a 503 or a reset, about half each. */
  readonly percent: number;
  readonly denied: string;
  /** Deleted when it is asked for. */
  readonly gone: string;
}

export interface FaultProxy {
  readonly url: string;
  readonly answers: () => number;
  readonly spoilt: () => number;
  close(): void;
}

export async function faultProxy(upstream: string, faults: Faults): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const attempts = new Map<string, number>();
  let [answers, spoilt] = [0, 0];
  const server = createServer(async (incoming, response) => {
    const path = incoming.url ?? '/';
    const attempt = (attempts.get(path) ?? 0) + 1;
    attempts.set(path, attempt);
    answers++;
    const chance = createHash('sha256').update(`${attempt} ${path}`).digest().readUInt32LE(0) % 1000;
    if (chance < faults.percent * 10) {
      spoilt++;
      if (chance % 2 === 0) return void incoming.socket.resetAndDestroy();
      response.writeHead(503, { 'content-type': 'application/xml' });
      return void response.end('<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>');
    }
    if (path.includes(faults.denied)) {
      response.writeHead(403, { 'content-type': 'application/xml' });
      return void response.end('<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>');
    }
    if (path.includes(faults.gone)) {
      // moto looks at who signed, not at the signature.
      const authorization = incoming.headers.authorization ?? '';
      const { ok } = await fetch(`${upstream}${path.split('?')[0]}`, { method: 'DELETE', headers: { authorization } });
      if (!ok) throw new Error(`${faults.gone} cannot be deleted`);
    }
    const onward = send(`${upstream}${path}`, { method: incoming.method, headers: incoming.headers, agent }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers: () => answers,
    spoilt: () => spoilt,
    close() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}
