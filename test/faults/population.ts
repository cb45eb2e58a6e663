import type { SageMakerStandIn, Seed, StandInResource } from '../../stand-ins/sagemaker.ts';
import { call, record, vpcConfig } from '../support/records.ts';
import type { Chance } from './chance.ts';

export const home = '111122223333';
/** Its jobs outnumber the stops that the brake lets through. */
export const runaway = '999900001111';
export const accounts = [home, '444455556666', '777788889999', runaway];
/** Enough for the others, too few for the one that runs away. */
export const brakeOf = (size: number) => Math.ceil((180 * size) / 2000);

export const policyOf = (size: number) => `version: 1
enforcement:
  mode: enforce
  maxStopsPerHour: ${brakeOf(size)}
  actions:
    - { rules: [vpc-required, network-isolation-required, direct-internet-disabled], action: stop }
    - { rules: [vpc-required], action: tag, tag: { key: sagewarden, value: outside } }
exemptions:
  - id: EX-001
    rules: [vpc-required, network-isolation-required]
    match: { name: "exp-*" }
    reason: Public data only.
    approver: jane.doe@example.com
    approved: 2026-01-01T00:00:00Z
    expires: 2099-01-01T00:00:00Z
  - id: EX-002
    rules: [vpc-required, network-isolation-required]
    match: { tag: { key: network, value: exempt } }
    reason: Public data only.
    approver: jane.doe@example.com
    approved: 2026-01-01T00:00:00Z
    expires: 2099-01-01T00:00:00Z
`;

/** One event, and what has to come of it. */
export interface Planned {
  readonly id: string;
  readonly kind: Kind;
  readonly account: string;
  readonly record: Readonly<Record<string, unknown>>;
  /** Epoch milliseconds. */
  readonly at: number;
  /** `no-describe`: only if Describe did not answer. */
  readonly alert: 'always' | 'never' | 'no-describe';
  /** What must stop, once; undefined: nothing because of this event. */
  readonly stops?: StandInResource | undefined;
  /** Milliseconds after `at` at which it is delivered; `null`: EventBridge loses it. */
  readonly delivered: readonly number[] | null;
  /** By the central account's queue. */
  readonly queued: boolean;
  /** What happens as it is delivered, or later. */
  readonly then?: readonly { readonly after: number; readonly run: () => void }[] | undefined;
  /** The job ends between Describe and Stop. */
  readonly ends?: boolean | undefined;
}

/** Of 2,000 events. */
const kinds = {
  stray: 440,
  'stray, no request in the record': 80,
  compliant: 480,
  'compliant, no request in the record': 80,
  exempt: 100,
  'exempt by a tag that the record does not show': 60,
  'failed duplicate-name call': 150,
  'namesake created later': 80,
  'already finished': 70,
  'finishes meanwhile': 40,
  'tuning child': 90,
  'update to public': 50,
  'update of something else': 60,
  'notebook Pending': 40,
  'gone, no request in the record': 50,
  'trail blinded': 20,
  'none of ours': 90,
  unreadable: 20,
} as const;

export type Kind = keyof typeof kinds;

export interface Population {
  readonly events: readonly Planned[];
  /** Nothing may happen to these. */
  readonly innocents: readonly StandInResource[];
}

interface Made {
  readonly record: Record<string, unknown>;
  readonly alert: Planned['alert'];
  readonly stops?: StandInResource;
  readonly delivered?: readonly number[];
  readonly then?: Planned['then'];
  readonly ends?: boolean;
}

const minute = 60_000;

/** Events over ten minutes from `start` on, in all states that a real account is in; what they are about is in the stand-in. */
export function populate(size: number, start: number, chance: Chance, sageMaker: SageMakerStandIn): Population {
  const innocents: StandInResource[] = [];
  const events: Planned[] = [];
  for (const [kind, of2000] of Object.entries(kinds) as [Kind, number][]) {
    for (let number = 0; number < Math.max(2, Math.round((of2000 * size) / 2000)); number++) {
      const at = Math.floor((start + chance.of('at', kind, number) * 10 * minute) / 1000) * 1000;
      const account = accountOf(kind, number, chance);
      const one = new Maker(kind, number, at, account, chance, sageMaker, innocents);
      const { record, alert, delivered, ...more } = one.make();
      const id = String(record.eventID ?? `unreadable-${number}`);
      events.push({
        id,
        kind,
        account,
        record,
        at,
        alert,
        delivered: delivered ?? deliveries(id, kind, chance),
        queued: chance.of('queued', id) < 0.25,
        ...more,
      });
    }
  }
  return { events, innocents };
}

/** Most of the plain stray jobs belong to the account that runs away. */
function accountOf(kind: Kind, number: number, chance: Chance): string {
  if (kind === 'stray') return chance.of('account', kind, number) < 0.6 ? runaway : (accounts[number % 3] ?? home);
  return accounts[number % 3] ?? home;
}

/** 7 % are lost, 10 % come minutes late, 25 % twice or three times. */
function deliveries(id: string, kind: Kind, chance: Chance): readonly number[] | null {
  const luck = chance.of('delivery', id);
  const first = chance.between(2_000, 8_000, 'first', id);
  const isExpectedOfTrail = kind !== 'unreadable' && kind !== 'none of ours' && kind !== 'failed duplicate-name call';
  if (luck < 0.07 && isExpectedOfTrail && kind !== 'notebook Pending') return null;
  if (luck < 0.17) return [chance.between(60_000, 240_000, 'late', id)];
  if (luck < 0.42) {
    const again = chance.of('again', id);
    // Soon: while the first is still at it.
    const second = first + (again < 0.7 ? chance.between(0, 600, 'soon', id) : chance.between(2_000, 200_000, 'later', id));
    return again < 0.2 ? [first, second, second + 40] : [first, second];
  }
  return [first];
}

type Request = Record<string, unknown>;

class Maker {
  readonly #kind: Kind;
  readonly #number: number;
  readonly #at: number;
  readonly #account: string;
  readonly #chance: Chance;
  readonly #sageMaker: SageMakerStandIn;
  readonly #innocents: StandInResource[];

  constructor(
    kind: Kind,
    number: number,
    at: number,
    account: string,
    chance: Chance,
    sageMaker: SageMakerStandIn,
    innocents: StandInResource[],
  ) {
    this.#kind = kind;
    this.#number = number;
    this.#at = at;
    this.#account = account;
    this.#chance = chance;
    this.#sageMaker = sageMaker;
    this.#innocents = innocents;
  }

  make(): Made {
    switch (this.#kind) {
      case 'stray': {
        const job = this.#there('TrainingJob', { status: 'InProgress' });
        return { record: this.#creates('CreateTrainingJob', training(job.name), job), alert: 'always', stops: job };
      }
      case 'stray, no request in the record': {
        const job = this.#there('TrainingJob', { request: { EnableNetworkIsolation: false } });
        return { record: this.#creates('CreateTrainingJob', null, job), alert: 'always', stops: job };
      }
      case 'compliant': {
        const model = this.#innocent('Model');
        return { record: this.#creates('CreateModel', { modelName: model.name, ...inside }, model), alert: 'never' };
      }
      case 'compliant, no request in the record': {
        const job = this.#innocent('TrainingJob', { request: { ...Inside, ResourceConfig: { InstanceCount: 1 } } });
        return { record: this.#creates('CreateTrainingJob', null, job), alert: 'no-describe' };
      }
      case 'exempt': {
        const job = this.#innocent('TrainingJob', { name: `exp-${this.#number}` });
        return { record: this.#creates('CreateTrainingJob', training(job.name), job), alert: 'never' };
      }
      case 'exempt by a tag that the record does not show': {
        const job = this.#innocent('TrainingJob', { tags: { network: 'exempt' }, request: { ResourceConfig: { InstanceCount: 1 } } });
        return { record: this.#creates('CreateTrainingJob', null, job), alert: 'no-describe' };
      }
      case 'failed duplicate-name call': {
        // The name is taken by a job that was created a minute before.
        const job = this.#innocent('TrainingJob', { createdAt: this.#at - minute });
        const resources = [{ ARN: job.arn, accountId: this.#account, type: 'AWS::SageMaker::TrainingJob' }];
        const members = {
          errorCode: 'ResourceInUse',
          errorMessage: 'Training job names must be unique',
          responseElements: null,
          resources,
        };
        return { record: { ...this.#creates('CreateTrainingJob', training(job.name), job), ...members }, alert: 'never' };
      }
      case 'namesake created later': {
        // What the event was about is gone; the event comes when another has its name.
        const job = this.#innocent('TrainingJob', { createdAt: this.#at + 7 * minute, request: Inside });
        const late = this.#chance.between(8 * minute, 12 * minute, 'namesake', this.#number);
        return { record: this.#creates('CreateTrainingJob', training(job.name), job), alert: 'always', delivered: [late] };
      }
      case 'already finished': {
        const job = this.#innocent('TrainingJob', { status: this.#number % 2 === 0 ? 'Completed' : 'Failed' });
        return { record: this.#creates('CreateTrainingJob', training(job.name), job), alert: 'always' };
      }
      case 'finishes meanwhile': {
        const job = this.#there('ProcessingJob', { status: 'InProgress' });
        const request = { processingJobName: job.name, processingResources: { clusterConfig: { instanceCount: 1 } } };
        return { record: this.#creates('CreateProcessingJob', request, job), alert: 'always', ends: true };
      }
      case 'tuning child':
        return this.#child();
      case 'update to public': {
        const domain = this.#innocent('Domain', { createdAt: this.#at - 60 * minute, status: 'InService' });
        const request = { domainId: domain.arn.split('/')[1], appNetworkAccessType: 'PublicInternetOnly' };
        return { record: this.#creates('UpdateDomain', request, domain), alert: 'always' };
      }
      case 'update of something else': {
        const isOpen = this.#number % 2 === 0;
        const notebook = this.#innocent('NotebookInstance', {
          createdAt: this.#at - 60 * minute,
          request: {
            DirectInternetAccess: isOpen ? 'Enabled' : 'Disabled',
            SubnetId: 'subnet-0123456789abcdef0',
            SecurityGroupIds: ['sg-1'],
          },
        });
        const request = { notebookInstanceName: notebook.name, instanceType: 'ml.t3.large' };
        const record = { ...this.#creates('UpdateNotebookInstance', request, notebook), responseElements: {} };
        return { record, alert: isOpen ? 'always' : 'no-describe' };
      }
      case 'notebook Pending': {
        const notebook = this.#there('NotebookInstance', { status: 'Pending' });
        const request = { notebookInstanceName: notebook.name, directInternetAccess: 'Enabled' };
        const after = this.#chance.between(90_000, 240_000, 'in service', this.#number);
        const then = [{ after, run: () => this.#sageMaker.move(notebook.arn, 'InService') }];
        return { record: this.#creates('CreateNotebookInstance', request, notebook), alert: 'always', stops: notebook, then };
      }
      case 'gone, no request in the record':
        return { record: this.#creates('CreateModel', null, { arn: this.#arn('model', this.#name()) }), alert: 'always' };
      case 'trail blinded':
        return {
          record: record('StopLogging', { ...this.#facts(), eventSource: 'cloudtrail.amazonaws.com', requestParameters: { name: 'org' } }),
          alert: 'always',
        };
      case 'none of ours':
        return { record: record(this.#number % 2 === 0 ? 'DescribeModel' : 'ListTrainingJobs', this.#facts()), alert: 'never' };
      case 'unreadable':
        return { record: { eventSource: 'sagemaker.amazonaws.com', eventName: 'CreateModel', number: this.#number }, alert: 'never' };
    }
  }

  /** Three children a parent, spawned by the service: what stops is the parent. */
  #child(): Made {
    const family = Math.floor(this.#number / 3);
    const account = accounts[family % 3] ?? home;
    const name = `tuning-${family}`;
    const type = 'HyperParameterTuningJob' as const;
    const parent =
      this.#sageMaker.resources.find((each) => each.type === type && each.name === name) ??
      this.#sageMaker.create({ type, name, account, createdAt: this.#at - 20 * minute, status: 'InProgress' });
    const job = this.#sageMaker.create({
      type: 'TrainingJob',
      name: this.#name(),
      account,
      createdAt: this.#at,
      request: { ResourceConfig: { InstanceCount: 1 } },
      parents: { TuningJobArn: parent.arn },
    });
    this.#innocents.push(job);
    const serviceEventDetails = { trainingJobName: job.name, trainingJobArn: job.arn, tuningJobArn: parent.arn };
    const members = { eventType: 'AwsServiceEvent', requestParameters: null, serviceEventDetails, recipientAccountId: account };
    const userIdentity = { accountId: account, invokedBy: 'sagemaker.amazonaws.com' };
    return { record: record('CreateTrainingJob', { ...this.#facts(), ...members, userIdentity }), alert: 'always', stops: parent };
  }

  #name = () => `${this.#kind.replace(/\W+/g, '-')}-${this.#number}`;

  #arn = (type: string, name: string) => `arn:aws:sagemaker:eu-west-1:${this.#account}:${type}/${name}`;

  #there(type: Seed['type'], seed: Partial<Seed> = {}): StandInResource {
    return this.#sageMaker.create({ type, name: this.#name(), account: this.#account, createdAt: this.#at + 700, ...seed });
  }

  #innocent(type: Seed['type'], seed: Partial<Seed> = {}): StandInResource {
    const resource = this.#there(type, seed);
    this.#innocents.push(resource);
    return resource;
  }

  #creates(eventName: string, request: Request | null, { arn }: { readonly arn: string }): Record<string, unknown> {
    return call(eventName, request, { ...this.#facts(), responseElements: { arn } });
  }

  #facts(): Record<string, unknown> {
    // A third of what people do is done by a few: their alerts are grouped.
    const isNoisy = this.#chance.of('noisy', this.#kind, this.#number) < 0.33;
    const who = isNoisy ? `noisy-${this.#number % 6}` : `quiet-${this.#kind.length}-${this.#number}`;
    const role = `arn:aws:iam::${this.#account}:role/${who}`;
    return {
      eventID: `${this.#name()}-event`,
      eventTime: new Date(this.#at).toISOString().replace('.000Z', 'Z'),
      recipientAccountId: this.#account,
      userIdentity: {
        type: 'AssumedRole',
        arn: `arn:aws:sts::${this.#account}:assumed-role/${who}/session`,
        accountId: this.#account,
        sessionContext: { sessionIssuer: { type: 'Role', arn: role } },
      },
    };
  }
}

const training = (trainingJobName: string): Request => ({
  trainingJobName,
  resourceConfig: { instanceCount: 1, instanceType: 'ml.m5.large' },
});
const inside = { vpcConfig, enableNetworkIsolation: true };
const Inside = {
  VpcConfig: { Subnets: vpcConfig.subnets, SecurityGroupIds: vpcConfig.securityGroupIds },
  EnableNetworkIsolation: true,
};
