import type { Break, Cost, Fix, Plan, Replacement } from '../core/remediate/plan.ts';
import { settingsIn } from '../core/remediate/studio.ts';
import { terminalSafe } from '../text/safe-text.ts';

export interface RemediationShown {
  readonly plan: Plan;
  readonly folder: string;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
  readonly refused: Readonly<Record<string, readonly string[] | undefined>>;
}

/** The plan for a person: what is missing first, then what will be done, what it costs and what it breaks. Never a request. */
export function remediationText({ plan, folder, files, refused }: RemediationShown): string {
  const sections: [string, readonly string[]][] = [
    [
      `${plan.target.type} ${plan.target.name}`,
      plan.failing.map(({ resource, rule, found, expected }) => `${rule}: ${found}, expected ${expected} (${resource})`),
    ],
    ['First: the VPC', prerequisites(plan)],
    ['Network', network(plan)],
    ['Steps', steps(plan.fix)],
    ['What isolation breaks', breaks(plan.breaks)],
    ['What it costs', costs(plan.cost, plan.fix)],
    ['Also', plan.notes],
    ['Not written', Object.entries(refused).flatMap(([format, reasons = []]) => reasons.map((reason) => `${format}: ${reason}`))],
    [`Files, in ${folder}`, files.map(({ path, mode }) => `${mode.toString(8).padStart(4, '0')} ${path}`)],
    ['Run', run(plan.fix, files)],
  ];
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => [terminalSafe(title), ...lines.map((line) => `  ${terminalSafe(line)}`)].join('\n'))
    .join('\n\n')
    .concat('\n');
}

function prerequisites({ prerequisites: { failing, unknown, advised } }: Plan): string[] {
  const missing = failing.map(({ rule, found, create }) => `MISSING ${found} (${rule}): create ${create}`);
  const unseen = unknown.map(({ rule, why }) => `NOT KNOWN ${rule}: ${why}; give --network-snapshot, or allow the ec2:Describe calls`);
  return [
    ...(missing.length + unseen.length === 0 ? ['everything required is there'] : []),
    ...missing,
    ...unseen,
    ...advised.map((each) => `worth having: ${each}`),
  ];
}

const sources = {
  flags: 'as asked for',
  resource: 'the one it has',
  policy: 'approved by the policy',
} as const satisfies Record<Plan['networkFrom'], string>;

function network({ network: { subnets, securityGroupIds }, networkFrom }: Plan): string[] {
  return [`subnets ${subnets.join(', ')}; security groups ${securityGroupIds.join(', ')} (${sources[networkFrom]})`];
}

function steps(fix: Fix): string[] {
  const kept = (name: string) => (fix.kind === 'hosting' && fix.kept.includes(name) ? ' (kept: something else uses it)' : '');
  const created = ({ old, create, there }: Replacement) =>
    there
      ? `take up ${old.type} ${create.name} in place of ${old.name}: it is there, as this plan would create it. The way back leaves it; CloudFormation and Terraform would create it anew, and cannot`
      : `create ${old.type} ${create.name} in place of ${old.name}`;
  const numbered = (lines: readonly string[]) => lines.map((line, index) => `${index + 1}. ${line}`);
  switch (fix.kind) {
    case 'hosting':
      return numbered([
        ...[...fix.models, ...fix.configs].map(created),
        ...fix.endpoints.map(
          ({ endpoint, from, to, deployment }) =>
            `switch Endpoint ${endpoint.name} from ${from} to ${to}: blue/green${deployment ? `, ${traffic(deployment)}` : ', all at once (its instances have no deployment guardrails)'}`,
        ),
        'verify: Describe, sagewarden posture --resource, Prowler',
        ...[...fix.configs, ...fix.models].map(({ old }) => `delete ${old.type} ${old.name}, when you say so${kept(old.name)}`),
      ]);
    case 'job':
      return numbered([
        `stop ${fix.job.old.type} ${fix.job.old.name}, if it runs`,
        ...fix.models.map(created),
        `run it again as ${fix.job.create.name}: where its outputs have a place of their own in S3, they are written there again`,
        'verify',
      ]);
    case 'notebook':
      return numbered([
        created(fix.notebook),
        'copy what is on the volume of the old instance, by hand',
        'verify',
        `stop and delete NotebookInstance ${fix.notebook.old.name} with its volume, when you say so`,
      ]);
    case 'domain':
      return numbered([
        fix.apps.length > 0
          ? `end these apps first (SageMaker changes the network only while none is in use): ${fix.apps.join(', ')}`
          : 'no app is in use: SageMaker can change the network now',
        ...settingsIn(fix.update).map(({ path, value }) => `set ${path} of ${fix.domainId} to ${value}`),
        'verify',
      ]);
  }
}

function traffic(deployment: Readonly<Record<string, unknown>>): string {
  const policy = deployment.BlueGreenUpdatePolicy as { readonly TrafficRoutingConfiguration?: { readonly Type?: unknown } } | undefined;
  const way = String(policy?.TrafficRoutingConfiguration?.Type ?? 'ALL_AT_ONCE')
    .toLowerCase()
    .replaceAll('_', ' ');
  const alarms = deployment.AutoRollbackConfiguration as { readonly Alarms?: readonly { readonly AlarmName: string }[] } | undefined;
  const names = alarms?.Alarms?.map(({ AlarmName }) => AlarmName) ?? [];
  return `${way}, ${names.length > 0 ? `back again when ${names.join(' or ')} goes off` : 'back again when the new fleet does not come up; --alarms adds CloudWatch alarms to that'}`;
}

const broken = {
  'downloads-at-run-time': 'downloads at run time: put what it downloads into the image or the model data',
  'calls-out': 'calls another address: isolation ends that',
  'reads-s3-itself': 'reads S3 from inside the container: give it as model data or as an input channel instead',
  'no-model-data': 'no model data is given: if the container downloads the model when it starts, it will not start',
  'image-unsupported': 'AWS does not support isolation for this image',
} as const satisfies Record<Break['what'], string>;

function breaks(found: readonly Break[]): string[] {
  return found.length === 0
    ? [
        'nothing that Describe shows. A container in isolation has no network and no AWS credentials: not to S3, not to package indexes, not to the Hugging Face Hub',
      ]
    : found.map(({ resource, what, evidence }) => `${resource}: ${evidence}: ${broken[what]}`);
}

const hoursOfAMonth = 730;

function costs({ zones, atMostZones, required, advised, endpointHourPrice }: Cost, fix: Fix): string[] {
  const count = zones?.length ?? atMostZones;
  const where = zones
    ? `${count} ${count === 1 ? 'zone' : 'zones'} (${zones.join(', ')})`
    : `at most ${count} zones (EC2 did not say which)`;
  const line = (what: string, services: readonly string[]) =>
    services.length === 0
      ? `${what}: none missing`
      : `${what}: ${services.join(', ')} x ${where} = ${services.length * count} endpoint zones${priced(services.length * count, endpointHourPrice)}`;
  return [
    'Interface endpoints are billed per endpoint, zone and hour, and per GB: see https://aws.amazon.com/privatelink/pricing/. A gateway endpoint for S3 costs nothing.',
    line('Required endpoints to create', required),
    line('Endpoints worth having', advised),
    ...(fix.kind === 'hosting' && fix.endpoints.length > 0
      ? ['During the switch both fleets run: twice the instances, until the old one has ended.']
      : []),
  ];
}

function priced(endpointZones: number, price: number | null): string {
  if (price === null) return '';
  return `: ${(endpointZones * price).toFixed(3)} an hour, ${(endpointZones * price * hoursOfAMonth).toFixed(2)} a month of ${hoursOfAMonth} hours, at the ${price} given`;
}

function run(fix: Fix, files: readonly { readonly path: string }[]): string[] {
  const has = (path: string) => files.some((file) => file.path === path);
  const order = ['1-apply.sh', '1-stop.sh', '2-run-again.sh', '2-verify.sh', '3-verify.sh', '3-delete-old.sh'].filter(has);
  return [
    ...(order.length > 0
      ? [
          `${order.map((name) => `./${name}${name === '3-delete-old.sh' ? ' --yes-delete-old' : ''}`).join(', then ')}${has('backout.sh') ? '; back: ./backout.sh' : ''}`,
        ]
      : []),
    ...(has('cloudformation/deploy.sh') ? ['or cloudformation/deploy.sh, which shows each change set before it executes it'] : []),
    ...(has('terraform/main.tf') ? ['or, in terraform/: terraform init && terraform plan && terraform apply'] : []),
    ...(has('backout.sh') &&
    (has('cloudformation/deploy.sh') || has('terraform/main.tf')) &&
    fix.kind === 'hosting' &&
    fix.endpoints.length > 0
      ? ['back: terraform apply -var backout=true; in CloudFormation, parameter Backout=true']
      : []),
    'Requests and parameters hold the environment of the containers: they are files that only you can read. Delete the folder when you are done.',
  ];
}
