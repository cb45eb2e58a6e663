import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpenAnswerStore, openAnswerStore } from '../adapters/answer-store.ts';
import type { Networks, ResourcePlace, SageMaker } from '../app/ports.ts';
import type { Inventory, Place } from '../app/posture/ports.ts';
import type { LoadedSnapshot } from '../config/network-snapshot.ts';
import { unknownWord } from '../config/words.ts';
import { formatMessage, type LoadedPolicy, readPolicyFile } from '../config.ts';
import { usesNetworkFacts } from '../core/network-needs.ts';
import { parseArn } from '../core/remediate/arn.ts';
import { type ResourceType, resourceTypes } from '../core/resources/types.ts';
import { partitionOf } from '../formats/partition.ts';
import { terminalSafe } from '../text/safe-text.ts';
import { SourceError } from '../trail/source.ts';
import { version } from '../version.ts';
import { UsageError } from './errors.ts';

export interface PostureFlags {
  readonly regions?: readonly string[];
  readonly accounts?: readonly string[];
  readonly role?: string;
  readonly externalId?: string;
  readonly types?: string;
  readonly since?: string;
  readonly resource?: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly resume?: boolean;
  readonly config?: string;
  readonly networkSnapshot?: string;
  readonly sign?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export interface OpenedPosture {
  readonly loaded: LoadedPolicy;
  readonly homeAccount: string;
  readonly places: readonly Place[];
  readonly types: readonly ResourceType[];
  readonly since: string | undefined;
  readonly resource: (ResourcePlace & { readonly arn: string }) | undefined;
  readonly inventory: Inventory;
  readonly sageMaker: SageMaker;
  /** A file's, or asked for; neither: no rule asks for facts. */
  readonly snapshot: LoadedSnapshot | undefined;
  readonly networks: Networks | undefined;
  readonly store: OpenAnswerStore;
  readonly quiet: boolean;
  /** Whatever came of it: what was read stays only where --resume said so. */
  end(): void;
}

/** Flags and policy -> what is asked, where, and by whom. @throws UsageError, PolicyError, SourceError */
export async function openPosture(flags: PostureFlags, now: string): Promise<OpenedPosture> {
  const quiet = flags.quiet ?? false;
  const types = typesOf(flags.types);
  const resource = flags.resource === undefined ? undefined : resourceOf(flags);
  if (flags.resume && flags.out === undefined) throw new UsageError('--resume needs --out: the checkpoint lies beside it');
  const loaded = readPolicyFile(flags.config, now);
  if (!quiet) for (const warning of loaded.warnings) process.stderr.write(`sagewarden: warning: ${terminalSafe(formatMessage(warning))}\n`);
  const snapshot = flags.networkSnapshot === undefined ? undefined : await snapshotOf(flags.networkSnapshot);
  const { scope } = loaded.policy;
  const regions = resource ? [resource.region] : regionsOf(flags, scope.regions);
  const others = resource ? [resource.account] : othersOf(flags, scope.accounts);
  // While the one answer is on its way, what asks the rest is loaded.
  const [homeAccount, adapters] = await Promise.all([callerOf(), adaptersOf()]);
  if (resource && flags.role === undefined && resource.account !== homeAccount)
    throw new UsageError(`--resource is in account ${resource.account}, the caller in ${homeAccount}: name a role in it with --role`);
  const places = placesOf(others.length > 0 ? others : [homeAccount], regions);
  const role = flags.role === undefined ? undefined : { name: flags.role, externalId: flags.externalId };
  return {
    loaded,
    homeAccount,
    places,
    types: resource ? [resource.type] : types,
    since: flags.since,
    resource,
    ...sageMakerFor(adapters, { homeAccount, role }),
    snapshot,
    networks: !snapshot && usesNetworkFacts(loaded.policy) ? await networksFor({ homeAccount, role }) : undefined,
    ...storeFor(flags, places, types),
    quiet,
  };
}

/** @throws PolicyError */
async function snapshotOf(path: string): Promise<LoadedSnapshot> {
  const { readNetworkSnapshot } = await import('../config/network-snapshot.ts');
  return readNetworkSnapshot(path);
}

interface Caller {
  readonly homeAccount: string;
  readonly role: { readonly name: string; readonly externalId: string | undefined } | undefined;
}

async function adaptersOf() {
  const [{ pacedCall }, { inventory }, { sageMakerBy }] = await Promise.all([
    import('../adapters/sagemaker/paced.ts'),
    import('../adapters/sagemaker/list.ts'),
    import('../adapters/sagemaker.ts'),
  ]);
  return { pacedCall, inventory, sageMakerBy };
}

function sageMakerFor(
  { pacedCall, inventory, sageMakerBy }: Awaited<ReturnType<typeof adaptersOf>>,
  caller: Caller,
): Pick<OpenedPosture, 'inventory' | 'sageMaker'> {
  const call = pacedCall(caller);
  return { inventory: inventory(call), sageMaker: sageMakerBy(call) };
}

async function networksFor({ homeAccount, role }: Caller): Promise<Networks> {
  const { ec2Networks } = await import('../adapters/ec2.ts');
  return ec2Networks({ homeAccount, ...(role && { memberRole: role }), answerWithin: 30_000, keepFor: Number.POSITIVE_INFINITY });
}

function storeFor(flags: PostureFlags, places: readonly Place[], types: readonly ResourceType[]): Pick<OpenedPosture, 'store' | 'end'> {
  const { resume, out = '' } = flags;
  const folder = resume ? `${out.replace(/\/+$/, '')}.checkpoint` : mkdtempSync(join(tmpdir(), 'sagewarden-posture-'));
  const store = openAnswerStore(folder, places, {
    version,
    places: places.map(({ account, region }) => `${account} ${region}`),
    types: [...types],
    since: flags.since ?? null,
    resource: flags.resource ?? null,
    role: flags.role ?? null,
  });
  return {
    store,
    end() {
      if (!resume) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function othersOf({ accounts, role }: PostureFlags, scope: readonly string[]): readonly string[] {
  const others = accounts ?? (role === undefined ? [] : scope);
  if (role === undefined && others.length > 0) throw new UsageError('--accounts needs --role, the name of the role to look into them by');
  if (role !== undefined && others.length === 0) throw new UsageError('--role needs --accounts (or accounts in the scope of the policy)');
  return others;
}

function typesOf(value: string | undefined): readonly ResourceType[] {
  if (value === undefined) return resourceTypes;
  const names = [...new Set(value.split(',').map((name) => name.trim()))];
  const found = names.map((name) => {
    const type = resourceTypes.find((each) => each === name);
    if (!type) throw new UsageError(`--types: ${unknownWord('resource type', name, resourceTypes)}`);
    return type;
  });
  return resourceTypes.filter((type) => found.includes(type));
}

function resourceOf({ resource = '', types, since, regions, accounts }: PostureFlags): ResourcePlace & { readonly arn: string } {
  for (const [flag, value] of Object.entries({ '--types': types, '--since': since, '--regions': regions, '--accounts': accounts }))
    if (value !== undefined) throw new UsageError(`${flag} says nothing about --resource: the ARN says it all`);
  const parts = parseArn(resource);
  if (!parts || !/^[\w./-]+$/.test(parts.name) || partitionOf(parts.region) !== parts.partition)
    throw new UsageError(
      `--resource ${terminalSafe(resource).slice(0, 200)}: expected the ARN of a SageMaker resource, such as arn:aws:sagemaker:eu-west-1:111122223333:model/NAME`,
    );
  const { account, region, type, name } = parts;
  return { account, region, type, name, arn: resource };
}

function regionsOf(flags: PostureFlags, scope: readonly string[]): readonly string[] {
  const own = process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION;
  const regions = flags.regions ?? (scope.length > 0 ? scope : own ? [own] : []);
  if (regions.length === 0) throw new UsageError('posture needs --regions (or regions in the scope of the policy, or AWS_REGION)');
  return regions;
}

function placesOf(accounts: readonly string[], regions: readonly string[]): Place[] {
  return [...accounts].sort().flatMap((account) => [...regions].sort().map((region) => ({ account, region })));
}

/** @throws SourceError */
async function callerOf(): Promise<string> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const [{ callerAccount }, { credentialProblem }] = await Promise.all([
    import('../adapters/credentials.ts'),
    import('../adapters/credential-problem.ts'),
  ]);
  return callerAccount().catch((error: Error) => {
    throw new SourceError(
      `posture: ${credentialProblem(error) ?? `the caller's account is not known (sts:GetCallerIdentity: ${error.name})`}`,
    );
  });
}
