import type { Call, Caller, Members, Scenery } from './calls.ts';
import { seeded } from './random.ts';
import { hour, iso } from './time.ts';

/** The members of a record that say who called, from where and with what. */
export interface Presence {
  readonly userIdentity: Members;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly throughEndpoint: boolean;
  readonly fromConsole: boolean;
}

const boto =
  'Boto3/1.40.21 md/Botocore#1.40.21 ua/2.1 os/linux#6.1.147 md/arch#x86_64 lang/python#3.12.11 cfg/retry-mode#standard Botocore/1.40.21';
const sdk = 'sagemaker-python-sdk/2.251.1 Python/3.12.11 Linux/6.1.147 Boto3/1.40.21 Botocore/1.40.21';
const browser = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36';
const cli = 'aws-cli/2.28.16 md/awscrt#0.27.6 ua/2.1 os/linux#6.8.0 md/arch#x86_64 lang/python#3.13.7 md/command#sagemaker';
const terraform = 'APN/1.0 HashiCorp/1.0 Terraform/1.11.4 terraform-provider-aws/5.100.0 aws-sdk-go-v2/1.36.3 os/linux lang/go#1.23.8';
const lambda = 'Boto3/1.40.4 md/Botocore#1.40.4 os/linux md/arch#arm64 lang/python#3.13.5 exec-env/AWS_Lambda_python3.13';

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function presenceOf(call: Call, scenery: Scenery): Presence {
  const { team, region, network } = scenery;
  // Within a burst the same people sit at the same desks.
  const random = scenery.random.fork(`people/${call.by}`);
  const person = call.person ?? random.pick(call.by === 'engineer' ? team.engineers : team.scientists);
  const office = random.pick(team.offices);
  const console = random.chance(1, 4);
  const inStudio = !console && call.by === 'scientist';
  const usual = {
    scientist: () => ({
      userIdentity: session(scenery, sso('DataScientist', region), person),
      sourceIPAddress: inStudio ? `${network.prefix}.1.${random.between(10, 40)}` : office,
      userAgent: console ? browser : random.pick([boto, sdk]),
      throughEndpoint: inStudio,
      fromConsole: console,
    }),
    engineer: () => ({
      userIdentity: session(scenery, sso('MLEngineer', region), person),
      sourceIPAddress: office,
      userAgent: console ? browser : cli,
      throughEndpoint: false,
      fromConsole: console,
    }),
    deploy: () => at('192.0.2.60', terraform, session(scenery, { name: team.deployRole }, team.deploySession)),
    automation: () => at(office, boto, user(scenery, 'svc-airflow')),
    execution: () => byService(session(scenery, { name: team.executionRole }, 'SageMaker'), 'sagemaker.amazonaws.com'),
    function: () => at('192.0.2.118', lambda, session(scenery, { name: `${team.name}-ingest` }, `${team.name}-ingest`)),
    config: () =>
      byService(session(scenery, linked('AWSServiceRoleForConfig', 'config'), 'ConfigResourceCompositionSession'), 'config.amazonaws.com'),
    internal: () => byService({ type: 'AWSService' }, `${call.service === 'sts' ? 'ec2' : call.service}.amazonaws.com`),
  } satisfies Record<Caller, () => Presence>;
  const found: Presence = usual[call.by]();
  return {
    ...found,
    userIdentity: call.sessionName === undefined ? found.userIdentity : session(scenery, sso('DataScientist', region), call.sessionName),
    ...(call.sourceIp !== undefined && { sourceIPAddress: call.sourceIp, throughEndpoint: false }),
    ...(call.userAgent !== undefined && { userAgent: call.userAgent, fromConsole: false }),
  };
}

interface Role {
  readonly name: string;
  readonly path?: string;
}

const sso = (set: string, region: string): Role => ({
  name: `AWSReservedSSO_${set}_${seeded(set).hex(16)}`,
  path: `aws-reserved/sso.amazonaws.com/${region}/`,
});
const linked = (name: string, service: string): Role => ({ name, path: `aws-service-role/${service}.amazonaws.com/` });

const at = (sourceIPAddress: string, userAgent: string, userIdentity: Members): Presence => ({
  userIdentity,
  sourceIPAddress,
  userAgent,
  throughEndpoint: false,
  fromConsole: false,
});

const byService = (identity: Members, service: string): Presence => at(service, service, { ...identity, invokedBy: service });

/** A role's session lasts six hours here: its key is the same in every burst of that time. */
function session({ account, start }: Scenery, role: Role, name: string): Members {
  const roleId = `AROA${seeded(`${account}${role.name}`).text(17, base32)}`;
  const shift = Math.floor(start / (6 * hour));
  return {
    type: 'AssumedRole',
    principalId: `${roleId}:${name}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role.name}/${name}`,
    accountId: account,
    accessKeyId: `ASIA${seeded(`${account}${role.name}${name}${shift}`).text(9, base32)}EXAMPLE`,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: roleId,
        arn: `arn:aws:iam::${account}:role/${role.path ?? ''}${role.name}`,
        accountId: account,
        userName: role.name,
      },
      attributes: { creationDate: iso(shift * 6 * hour - 600), mfaAuthenticated: 'false' },
    },
  };
}

function user({ account }: Scenery, name: string): Members {
  const random = seeded(`${account}${name}`);
  return {
    type: 'IAMUser',
    principalId: `AIDA${random.text(17, base32)}`,
    arn: `arn:aws:iam::${account}:user/${name}`,
    accountId: account,
    accessKeyId: `AKIA${random.text(9, base32)}EXAMPLE`,
    userName: name,
  };
}
