import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { OutputFile } from '../../src/core/remediate/output.ts';
import { folder } from './cli.ts';
import { home } from './sagemaker.ts';

type Answer = Readonly<Record<string, unknown>>;

export interface Shell {
  readonly root: string;
  /** What is there, by the option of the AWS CLI and the name (`model-name fraud`): Describe's answer. */
  readonly there: Record<string, Answer>;
  /** One command line of `aws`, or of another program that is put beside it, for each call. */
  readonly calls: string[];
  run(script: string, args?: readonly string[], input?: string): { readonly status: number | null; readonly said: string };
}

/** A fix in a folder, to be run by bash with an `aws` that has a few resources and knows Describe, Create, Update and Delete. */
export function shell(files: readonly OutputFile[], there: Record<string, Answer>, beside: Readonly<Record<string, string>> = {}): Shell {
  const [root, bin] = [folder(), folder()];
  for (const { path, content, mode } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content, { mode });
  }
  for (const [name, content] of Object.entries({ aws, ...beside })) {
    writeFileSync(join(bin, name), content);
    chmodSync(join(bin, name), 0o700);
  }
  const [state, log] = [join(bin, 'state.json'), join(bin, 'calls')];
  const calls: string[] = [];
  return {
    root,
    there,
    calls,
    run(script, args = ['--skip-network-check'], input = '') {
      writeFileSync(state, JSON.stringify(there));
      writeFileSync(log, '');
      const { status, stdout, stderr } = spawnSync('bash', [join(root, script), ...args], {
        encoding: 'utf8',
        input,
        env: {
          PATH: [bin, dirname(process.execPath), process.env.PATH].join(delimiter),
          STATE: state,
          CALLS: log,
          ACCOUNT: home,
          POLL_SECONDS: '0',
        },
      });
      const after = JSON.parse(readFileSync(state, 'utf8')) as Record<string, Answer>;
      for (const name of Object.keys(there)) delete there[name];
      Object.assign(there, after);
      calls.splice(0, calls.length, ...(existsSync(log) ? readFileSync(log, 'utf8') : '').split('\n').filter((line) => line !== ''));
      return { status, said: `${stdout}${stderr}` };
    },
  };
}

const aws = `#!/usr/bin/env node
const fs = require('node:fs');
const [service, operation, ...rest] = process.argv.slice(2);
fs.appendFileSync(process.env.CALLS, ['aws', ...process.argv.slice(2)].join(' ') + '\\n');
const options = {};
for (let at = 0; at < rest.length; at += 2) options[rest[at].slice(2)] = rest[at + 1];
const held = JSON.parse(fs.readFileSync(process.env.STATE, 'utf8'));
const say = (value) => console.log(value === undefined || value === null ? 'None' : value === true ? 'True' : value === false ? 'False' : Array.isArray(value) ? value.join('\\t') : value);
const keep = () => fs.writeFileSync(process.env.STATE, JSON.stringify(held));
const pascal = (words) => words.split('-').map((word) => word[0].toUpperCase() + word.slice(1)).join('');
const [verb, what] = [operation.split('-')[0], operation.split('-').slice(1).join('-')];
const option = what === 'domain' ? 'domain-id' : what + '-name';
if (service === 'sts') say(process.env.ACCOUNT);
else if (verb === 'list') say('');
else if (verb === 'create' || verb === 'update') {
  const request = JSON.parse(fs.readFileSync(options['cli-input-json'].replace('file://', ''), 'utf8'));
  const key = option + ' ' + request[pascal(option)];
  const made = Object.keys(held).length;
  const settings = { ...held[key]?.DefaultUserSettings, ...request.DefaultUserSettings };
  held[key] = verb === 'update'
    ? { ...held[key], ...request, ...(what === 'domain' && { DefaultUserSettings: settings }) }
    : { ...request, ...(request.SecurityGroupIds && { SecurityGroups: request.SecurityGroupIds }), [pascal(what) + 'Arn']: 'arn:made:' + what + '/' + request[pascal(option)], CreationTime: '2026-10-02T00:00:0' + made + 'Z', [pascal(what) + 'Status']: 'InService' };
  keep();
} else {
  const key = option + ' ' + options[option];
  if (!held[key]) {
    console.error('An error occurred (ValidationException): Could not find it');
    process.exit(254);
  }
  if (verb === 'describe') say((options.query ?? '').split('.').reduce((value, name) => value?.[name], held[key]));
  else if (verb === 'delete') {
    delete held[key];
    keep();
  }
}
`;
