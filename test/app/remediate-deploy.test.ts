import { describe, expect, it } from 'vitest';
import { cloudFormation } from '../../src/core/remediate/cloudformation.ts';
import type { OutputFile } from '../../src/core/remediate/output.ts';
import type { HostingPlan, Plan } from '../../src/core/remediate/plan.ts';
import { shell } from '../support/aws-cli.ts';
import { home } from '../support/sagemaker.ts';

/** cloudformation/deploy.sh, with a CloudFormation that keeps a stack's status and the names of its change sets. */

const old = { type: 'Endpoint', name: 'fraud', arn: 'arn:old', creationTime: null, status: null } as const;
const model = { type: 'Model', name: 'm-vpc', arn: 'arn:m', request: { ModelName: 'm-vpc' } } as const;
const config = { type: 'EndpointConfig', name: 'c-vpc', arn: 'arn:c', request: { EndpointConfigName: 'c-vpc' } } as const;
const fix = (endpoints: boolean): HostingPlan => ({
  kind: 'hosting',
  models: [{ old: { ...old, type: 'Model' }, create: model }],
  configs: [{ old: { ...old, type: 'EndpointConfig' }, create: config }],
  endpoints: endpoints ? [{ endpoint: old, tags: {}, from: 'c', to: 'c-vpc', deployment: null, lastDeployment: null }] : [],
  kept: [],
});

function deploying(endpoints = true) {
  const plan = { region: 'eu-west-1', account: home, target: old } as Plan;
  const written = cloudFormation(plan, fix(endpoints), { backout: false });
  const files: readonly OutputFile[] = 'files' in written ? written.files : [];
  const made = shell(files, {}, { aws });
  return {
    deploy: (answer: string) => made.run('cloudformation/deploy.sh', [], answer),
    sets: () =>
      made.calls.flatMap((call) => {
        const [operation = ''] = call.split(' ');
        const [, type] = /--change-set-type (\w+)/.exec(call) ?? [];
        return /^(create|delete|execute)-change-set$/.test(operation) ? [type ? `${operation} ${type}` : operation] : [];
      }),
    names: () => made.calls.flatMap((call) => / create-change-set .*--change-set-name (\S+)/.exec(` ${call}`)?.[1] ?? []),
    state: made.there,
  };
}

describe('deploy.sh', () => {
  it('can be run again after a no: the change set is deleted, and the import is still one', () => {
    const { deploy, sets, state, names } = deploying();
    expect(deploy('no\n')).toMatchObject({
      status: 1,
      said: expect.stringContaining('the change set was deleted, not executed; run this again'),
    });
    expect(sets()).toEqual(['create-change-set IMPORT', 'delete-change-set']);
    const [first] = names();
    expect(state).toMatchObject({ stack: { status: 'REVIEW_IN_PROGRESS', sets: [] } });
    expect(deploy('yes\nyes\n').status).toBe(0);
    expect(sets()).toEqual(['create-change-set IMPORT', 'execute-change-set', 'create-change-set UPDATE', 'execute-change-set']);
    expect(names()).not.toContain(first);
  });

  it('goes on with the switch after a no to it, and says when there is nothing left to do', () => {
    const { deploy, sets, state } = deploying();
    expect(deploy('yes\nno\n').status).toBe(1);
    expect(deploy('yes\n').status).toBe(0);
    expect(sets()).toEqual(['create-change-set UPDATE', 'execute-change-set']);
    state.stack = { ...state.stack, unchanged: true };
    expect(deploy('')).toMatchObject({ status: 0, said: expect.stringContaining('sagewarden-fraud is as it should be') });
    expect(sets()).toEqual(['create-change-set UPDATE', 'delete-change-set']);
  });

  it('without endpoints: created once, then updated', () => {
    const { deploy, sets } = deploying(false);
    expect(deploy('').status).toBe(1);
    expect(deploy('yes\n').status).toBe(0);
    expect(sets()).toEqual(['create-change-set CREATE', 'execute-change-set']);
    deploy('yes\n');
    expect(sets()).toEqual(['create-change-set UPDATE', 'execute-change-set']);
  });

  it('takes no refusal for "no such stack"', () => {
    const { deploy, sets, state } = deploying();
    state.stack = { denied: true };
    expect(deploy('yes\n')).toMatchObject({ status: 1, said: expect.stringContaining('stopped: AccessDenied') });
    expect(sets()).toEqual([]);
  });
});

/** A change set of type CREATE or IMPORT makes a stack in REVIEW_IN_PROGRESS, which no UPDATE can be made for; names are taken once. */
const aws = `#!/usr/bin/env node
const fs = require('node:fs');
const [service, operation, ...rest] = process.argv.slice(2);
const state = JSON.parse(fs.readFileSync(process.env.STATE, 'utf8'));
const option = (name) => rest[rest.indexOf('--' + name) + 1];
const fail = (said) => { console.error(said); process.exit(254); };
const name = option('change-set-name');
fs.appendFileSync(process.env.CALLS, [operation, ...rest].join(' ') + '\\n');
const stack = state.stack;
if (service === 'sts') console.log(process.env.ACCOUNT);
else if (operation === 'describe-stacks') {
  if (stack?.denied) fail('AccessDenied');
  if (!stack) fail('ValidationError: Stack does not exist');
  console.log(stack.status);
} else if (operation === 'create-change-set') {
  const type = option('change-set-type');
  const review = !stack || stack.status === 'REVIEW_IN_PROGRESS';
  if (stack?.sets.includes(name)) fail('AlreadyExistsException: ChangeSet ' + name);
  if (review ? type === 'UPDATE' : type === 'CREATE') fail('ValidationError: no ' + type + ' in ' + stack?.status);
  state.stack = { ...stack, status: stack?.status ?? 'REVIEW_IN_PROGRESS', sets: [...(stack?.sets ?? []), name], type };
} else if (operation === 'wait') {
  if (stack.unchanged) fail('Waiter ChangeSetCreateComplete failed');
} else if (operation === 'describe-change-set') console.log("The submitted information didn't contain changes.");
else {
  stack.sets = stack.sets.filter((each) => each !== name);
  if (operation === 'execute-change-set') stack.status = stack.type + '_COMPLETE';
}
fs.writeFileSync(process.env.STATE, JSON.stringify(state));
`;
