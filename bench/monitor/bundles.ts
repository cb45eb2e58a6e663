import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Bundle, bundleHandler } from '../../scripts/deploy/bundle.ts';
import { commandsIn } from '../../scripts/deploy/calls.ts';

const root = resolve(import.meta.dirname, '../..');

/** A function's own file to that of its bare clients, in bytes. */
export const maxSizeRatio = 1.3;

export interface Loaded {
  /** What is loaded at once: the function's file. */
  readonly file: string;
  readonly bytes: number;
  /** What is loaded when needed, beside it. */
  readonly lazyBytes: number;
}

export interface Pair {
  readonly clients: string;
  readonly ours: Loaded;
  readonly bare: Loaded;
}

/** A function as it is deployed, and the same SDK clients with the same commands and nothing else, by the same bundler. */
export async function pairOf(name: string, folder: string): Promise<Pair> {
  const ours = await bundleHandler(join(root, 'handlers', `${name}.ts`), join(root, 'sagewarden.yml'));
  const needed = await clientsIn(ours);
  const sources = join(folder, 'sources');
  mkdirSync(sources, { recursive: true });
  const entry = join(sources, `bare-${name}.ts`);
  writeFileSync(entry, needed.map(({ from, names }) => `export { ${names.join(', ')} } from '${from}';\n`).join(''));
  try {
    symlinkSync(join(root, 'node_modules'), join(sources, 'node_modules'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const bare = await bundleHandler(entry, join(root, 'sagewarden.yml'));
  return {
    clients: needed.map(({ from, names }) => `${from.replace(/^@aws-sdk\/client-/, '')} ${names.length - 1}`).join(', '),
    ours: write(ours, join(folder, name)),
    bare: write(bare, join(folder, `bare-${name}`)),
  };
}

/** What the function's own file has of clients; not what lies beside it. */
async function clientsIn({ outputs: [main] }: Bundle): Promise<{ from: string; names: string[] }[]> {
  if (!main) throw new Error('the bundle is empty');
  const byClient = new Map<string, string[]>();
  for (const each of commandsIn({ files: new Map(), outputs: [main] })) {
    const [client = '', command = ''] = each.split(' ');
    byClient.set(client, [...(byClient.get(client) ?? []), `${command}Command`]);
  }
  const slack = Object.keys(main.inputs).some((path) => path.includes('node_modules/@slack/webhook/'));
  const clients = [...byClient].map(async ([client, commands]) => {
    const from = `@aws-sdk/client-${client}`;
    const found = Object.keys(await import(from)).find((name) => /^[A-Z]\w*Client$/.test(name));
    if (!found) throw new Error(`${from} has no client`);
    return { from, names: [found, ...commands] };
  });
  return [...(await Promise.all(clients)), ...(slack ? [{ from: '@slack/webhook', names: ['IncomingWebhook'] }] : [])];
}

function write({ files }: Bundle, folder: string): Loaded {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
  for (const [file, code] of files) writeFileSync(join(folder, file), code);
  const [[first, code] = ['', new Uint8Array()], ...lazy] = [...files];
  return { file: join(folder, first), bytes: code.length, lazyBytes: lazy.reduce((sum, [, each]) => sum + each.length, 0) };
}

/** Milliseconds that `require` takes in a process that has done nothing else. */
export function coldRequire(file: string): number {
  const script = `const t = process.hrtime.bigint(); require(${JSON.stringify(file)}); console.log(Number(process.hrtime.bigint() - t) / 1e6)`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', env: environment });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout);
}

/** What every function is given; nothing of it is reached while it loads. */
export const environment = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  LEDGER_TABLE: 'ledger',
  ALERT_TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:alerts',
  AMAZON_Q_TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:amazon-q',
  SLACK_WEBHOOK: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:slack-AbCdEf',
  TRAIL_SOURCE: 'lookup:',
  EVIDENCE_BUCKET: 'evidence',
  STAGE: 'bench',
};
