/**
 * A warm monitor, without network: `https.request` answers by itself, everything above it is the function as it is deployed, with the SDK's
 * serializing, signing and parsing. Prints JSON.
 */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';

const [file, plan] = process.argv.slice(2);
const { warmUp, rounds, events, network } = JSON.parse(readFileSync(plan, 'utf8'));
let calls = 0;

const published =
  '<PublishResponse><PublishResult><MessageId>00000000-0000-4000-8000-000000000000</MessageId></PublishResult></PublishResponse>';

function answerTo({ headers }) {
  const target = headers['x-amz-target'] ?? headers['X-Amz-Target'];
  if (target === undefined) return published;
  if (target.endsWith('.DescribeModel'))
    return '{"ModelName":"m","ModelArn":"arn:aws:sagemaker:eu-west-1:111122223333:model/m","CreationTime":1785585600}';
  return target.endsWith('.ListTags') ? '{"Tags":[]}' : '{}';
}

if (!network) {
  const socket = { connecting: false, setKeepAlive() {} };
  https.request = (options, answered) => {
    calls++;
    const request = new EventEmitter();
    request.socket = socket;
    request.destroy = () => undefined;
    request.setTimeout = () => undefined;
    request.write = () => true;
    request.end = () => {
      const response = Readable.from([Buffer.from(answerTo(options))]);
      answered(Object.assign(response, { statusCode: 200, statusMessage: 'OK', headers: { 'content-type': 'application/json' } }));
    };
    return request;
  };
}

const write = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true;
const { handler } = createRequire(import.meta.url)(file);
const context = { invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:monitor' };
let serial = 0;

function made(template) {
  const id = String(++serial);
  return JSON.parse(template.replaceAll('SERIAL', id));
}

async function run(number) {
  const all = Array.from({ length: number }, (_, at) => made(events[at % events.length]));
  const started = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  let failed = 0;
  for (const event of all) await handler(event, context).catch(() => failed++);
  const { user, system } = process.cpuUsage(cpu);
  return { milliseconds: Number(process.hrtime.bigint() - started) / 1e6 / number, cpu: (user + system) / 1e3 / number, failed };
}

await run(warmUp);
calls = 0;
const results = [];
for (const number of rounds) results.push(await run(number));
write(`${JSON.stringify({ results, calls, megabytes: process.resourceUsage().maxRSS / 1024 })}\n`);
process.exit();
