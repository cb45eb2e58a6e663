import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { hcl } from '../../src/core/remediate/sinks.ts';
import { credentials, startMoto } from './moto.ts';
import { startFront } from './remediate/front.ts';
import { hostile, hostileTag, region, sageMakerAt, seedEndpoint, seedJob, seedNetwork } from './remediate/seed.ts';

/** `sagewarden remediate` against moto, and what it writes against the tools that it is for. */

const [, , bin = '', work = ''] = process.argv;
const started = Date.now();
const moto = await startMoto(bin);
const front = await startFront(moto.url);
const account = '123456789012';
const environment = {
  PATH: `${bin}:${process.env.PATH ?? ''}`,
  HOME: work,
  AWS_ENDPOINT_URL: moto.url,
  AWS_ENDPOINT_URL_SAGEMAKER: front.url,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_REGION: region,
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  POLL_SECONDS: '1',
  CHECKPOINT_DISABLE: '1',
  ...(process.env.TF_CLI_CONFIG_FILE !== undefined && { TF_CLI_CONFIG_FILE: process.env.TF_CLI_CONFIG_FILE }),
};
const program = existsSync('dist/cli.js') && !process.env.FROM_SOURCE ? ['dist/cli.js'] : ['--import', 'tsx', 'src/cli/main.ts'];

try {
  const network = await seedNetwork(moto.url);
  const client = sageMakerAt(front.url);
  for (const name of ['cli', 'tf', 'cfn']) await seedEndpoint(client, name, name === 'tf' ? hostileTag : 'fraud: ring/1');
  await seedJob(client, 'train-1');
  const where = ['--subnets', network.subnets.join(','), '--security-groups', network.group];
  const fix = async (arn: string, out: string, ...flags: string[]) => {
    const before = front.changed.length;
    const { stdout, stderr } = await call(process.execPath, [
      ...program,
      'remediate',
      arn,
      '--out',
      out,
      '--backout',
      '--iam',
      ...where,
      ...flags,
    ]);
    check(front.changed.length === before, 'remediate itself changes nothing');
    check(
      !`${stdout}${stderr}`.includes('pypi.example.com') && !`${stdout}${stderr}`.includes('touch /tmp'),
      'no environment on the terminal',
    );
    check((statSync(out).mode & 0o777) === 0o700, 'the folder is its owner’s alone');
    for (const file of filesIn(out)) {
      check((statSync(file).mode & 0o077) === 0, `${file} is its owner’s alone`);
      if (!/requests|parameters\.json|tfvars/.test(file))
        check(!readFileSync(file, 'utf8').includes('pypi.example.com'), `${file} holds no environment`);
    }
    return stdout;
  };
  const arn = (type: string, name: string) => `arn:aws:sagemaker:${region}:${account}:${type}/${name}`;

  const told = await fix(arn('model', 'cli-model'), `${work}/cli`, '--alarms', "it's $(bad)");
  check(told.includes('PIP_INDEX_URL: downloads at run time'), 'what isolation breaks is said');
  await fix(arn('endpoint', 'tf'), `${work}/tf`);
  await fix(arn('endpoint-config', 'cfn-config'), `${work}/cfn`);
  await fix(arn('training-job', 'train-1'), `${work}/job`);

  await shellcheck([`${work}/cli`, `${work}/tf`, `${work}/cfn`, `${work}/job`]);
  await cfnLint([`${work}/cli`, `${work}/cfn`]);
  await parliament([`${work}/cli`, `${work}/job`]);
  await readBack(`${work}/strings`);
  await applyTerraform(`${work}/tf/terraform`);
  await runJob(`${work}/job`);
  await runScripts(`${work}/cli`);
  check(!existsSync('/tmp/remediate-was-here'), 'nothing that Describe said was run');
  console.log(`remediate: done in ${Math.round((Date.now() - started) / 1000)} s`);
} finally {
  front.close();
  moto.close();
}

/** Apply twice, verify, back, apply again, verify, delete the old; each must end as it says. */
async function runScripts(folder: string): Promise<void> {
  const script = (name: string, ...flags: string[]) => call('bash', [`${folder}/${name}`, ...flags], { quiet: true });
  await script('1-apply.sh');
  const made = front.changed.length;
  await script('1-apply.sh', '--skip-network-check');
  check(front.changed.length === made, 'a second run changes nothing');
  await script('2-verify.sh');
  check(
    (await aws('describe-model', '--model-name', newName(folder, 'create-model'))).PrimaryContainer.Environment.API_KEY === hostile,
    'the environment arrives as it was',
  );
  check(
    (await aws('describe-endpoint', '--endpoint-name', 'cli')).EndpointConfigName === newName(folder, 'create-endpoint-config'),
    'the endpoint is switched',
  );
  check((await call('bash', [`${folder}/3-delete-old.sh`], { quiet: true, fails: true })).status === 1, 'the old is not deleted unasked');
  await script('backout.sh');
  check((await aws('describe-endpoint', '--endpoint-name', 'cli')).EndpointConfigName === 'cli-config', 'the endpoint is back');
  check(
    (await call('bash', [`${folder}/2-verify.sh`], { quiet: true, fails: true })).status !== 0,
    'verify says that the replacement is gone',
  );
  await script('1-apply.sh', '--skip-network-check');
  await script('3-delete-old.sh', '--yes-delete-old');
  const gone = await call('aws', ['sagemaker', 'describe-model', '--model-name', 'cli-model', '--region', region], {
    quiet: true,
    fails: true,
  });
  check(gone.status !== 0 && gone.stderr.includes('Could not find'), 'the old model is deleted');
  console.log('scripts: applied, verified, backed out, applied again, the old deleted');
}

async function runJob(folder: string): Promise<void> {
  for (const name of ['1-stop.sh', '1-stop.sh', '2-run-again.sh', '2-run-again.sh', '3-verify.sh'])
    await call('bash', [`${folder}/${name}`, '--skip-network-check'], { quiet: true });
  const again = await aws('describe-training-job', '--training-job-name', newName(folder, 'create-training-job'));
  check(
    again.HyperParameters.token === hostile && again.EnableInterContainerTrafficEncryption === true,
    'the job is run again as it was, encrypted',
  );
  console.log('job: stopped, run again, verified');
}

/** init, fmt, validate, apply: the endpoint that exists is taken over, switched, and none is made beside it. */
async function applyTerraform(folder: string): Promise<void> {
  writeFileSync(
    join(folder, 'moto_override.tf'),
    'provider "aws" {\n  skip_region_validation = true\n  skip_metadata_api_check = true\n}\n',
  );
  const terraform = (...args: string[]) => call('terraform', [`-chdir=${folder}`, ...args], { quiet: true });
  await terraform('init', '-input=false');
  await call('terraform', ['fmt', '-check', '-diff', `${folder}/main.tf`], { quiet: true });
  await terraform('validate');
  const applied = (await terraform('apply', '-auto-approve', '-input=false', '-no-color')).stdout;
  check(
    /Apply complete! Resources: 1 imported, 2 added, 1 changed, 0 destroyed/.test(applied),
    `apply imports and switches: ${/Apply complete.*/.exec(applied)?.[0]}`,
  );
  check(!applied.includes('pypi.example.com'), 'no environment in what Terraform prints');
  const { EndpointConfigName, EndpointName } = await aws('describe-endpoint', '--endpoint-name', 'tf');
  check(EndpointName === 'tf' && EndpointConfigName !== 'tf-config', 'the endpoint is switched');
  const { ProductionVariants } = await aws('describe-endpoint-config', '--endpoint-config-name', EndpointConfigName);
  const model = await aws('describe-model', '--model-name', ProductionVariants[0].ModelName);
  check(
    model.PrimaryContainer.Environment.API_KEY === hostile && model.VpcConfig.Subnets.length === 2,
    'the model is complete, in the VPC',
  );
  const tags = (await aws('list-tags', '--resource-arn', model.ModelArn)).Tags as { Key: string; Value: string }[];
  check(
    tags.some(({ Key, Value }) => Key === 'team' && Value === hostileTag),
    'tags arrive as they were',
  );
  await terraform('apply', '-auto-approve', '-input=false', '-no-color', '-var', 'backout=true');
  check((await aws('describe-endpoint', '--endpoint-name', 'tf')).EndpointConfigName === 'tf-config', 'backout=true puts it back');
  console.log('terraform: init, fmt, validate, apply, backout');
}

/** Strings that the renderer wrote, as Terraform reads them. */
async function readBack(folder: string): Promise<void> {
  const any = fc.string({ unit: 'binary', maxLength: 30 }).filter((each) => !/\p{Cs}|\0/u.test(each));
  const tricky = fc.array(fc.constantFrom('$', '%', '{', '}', '"', '\\', '\n', '\r', '\t', '\u202e', '~', '<<EOT', '#', '//', 'a'), {
    maxLength: 10,
  });
  const values = fc
    .sample(
      fc.oneof(
        any,
        tricky.map((parts) => parts.join('')),
      ),
      2000,
    )
    .map((each) => each.normalize('NFC'));
  mkdirSync(folder);
  writeFileSync(
    join(folder, 'main.tf'),
    `output "values" {\n  value = [\n${values.map((each) => `    ${hcl(each)},`).join('\n')}\n  ]\n}\n`,
  );
  const terraform = async (...args: string[]) => (await call('terraform', [`-chdir=${folder}`, ...args], { quiet: true })).stdout;
  await terraform('init', '-input=false');
  await terraform('apply', '-auto-approve', '-input=false');
  check(isDeepStrictEqual(JSON.parse(await terraform('output', '-json', 'values')), values), 'Terraform reads back every string as it was');
  console.log(`terraform: ${values.length} strings read back`);
}

async function shellcheck(folders: readonly string[]): Promise<void> {
  const files = folders.flatMap(filesIn).filter((file) => file.endsWith('.sh'));
  for (const file of files) await call('shellcheck', ['-x', '-P', resolve(file, '..'), file]);
  console.log(`shellcheck: ${files.length} scripts clean`);
}

async function cfnLint(folders: readonly string[]): Promise<void> {
  const files = folders.flatMap((folder) => ['template', 'import'].map((name) => `${folder}/cloudformation/${name}.json`));
  await call('cfn-lint', ['-r', region, '--', ...files]);
  console.log(`cfn-lint: ${files.length} templates clean`);
}

/** Exit status 1 is a finding. */
async function parliament(folders: readonly string[]): Promise<void> {
  for (const folder of folders)
    for (const name of ['operator', 'execution-role']) {
      const { status, stdout, stderr } = await call('bash', ['-c', 'parliament <"$1"', 'parliament', `${folder}/iam/${name}.json`], {
        quiet: true,
        fails: true,
      });
      check(status === 0 && stdout.trim() === '', `${name}: ${stdout}${stderr}`);
    }
  console.log('parliament: clean');
}

function requestsOf(folder: string, operation: string): string[] {
  return filesIn(`${folder}/requests`).filter((file) => file.includes(`/${operation}.`));
}

function newName(folder: string, operation: string): string {
  return /\.([^./]+)\.json$/.exec(requestsOf(folder, operation)[0] ?? '')?.[1] ?? '';
}

// biome-ignore lint/suspicious/noExplicitAny: the answers of another program, of which each check knows what it looks for
async function aws(...args: string[]): Promise<any> {
  return JSON.parse((await call('aws', ['sagemaker', ...args, '--region', region, '--output', 'json'], { quiet: true })).stdout);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('.terraform'))
    .map((entry) => join(entry.parentPath, entry.name));
}

interface CallOptions {
  readonly quiet?: boolean;
  readonly fails?: boolean;
}

/** Not in this thread's way: it serves what the program asks for. */
async function call(command: string, args: readonly string[], { quiet = false, fails = false }: CallOptions = {}) {
  const child = spawn(command, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const status = await new Promise<number | null>((done, failed) => child.on('error', failed).on('close', done));
  const isRemediate = args.includes('remediate');
  if (!fails && status !== 0 && !(isRemediate && (status === 1 || status === 3)))
    throw new Error(`${command} ${args.join(' ')}: status ${status}\n${stdout}\n${stderr}`);
  if (!quiet && stderr !== '') process.stderr.write(stderr);
  return { status, stdout, stderr };
}

function check(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(`not so: ${what}`);
}
