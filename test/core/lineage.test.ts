import { describe, expect, test } from 'vitest';
import { resolveLineage } from '../../src/core/lineage.ts';
import type { Posture } from '../../src/core/posture.ts';
import { call, changeOf, record, vpcConfig } from '../support/records.ts';

const at = (minute: number) => ({ eventTime: `2026-08-01T12:${String(minute).padStart(2, '0')}:00Z` });
const resolve = (...values: unknown[]) => resolveLineage(values.map(changeOf)).map(({ posture }) => posture);
const last = (...values: unknown[]) => resolve(...values).at(-1) as Posture;
const valuesOf = (posture: Posture, setting: keyof Posture) =>
  posture[setting]?.map(({ value }) => (value.known ? value.value : value.why));

const child = (name: string, minute: number, details: Record<string, unknown> = {}) =>
  record('CreateTrainingJob', {
    ...at(minute),
    eventType: 'AwsServiceEvent',
    requestParameters: null,
    serviceEventDetails: { trainingJobName: name, ...details },
  });
const tuning = (name: string, minute: number, definition: Record<string, unknown>) =>
  call('CreateHyperParameterTuningJob', { hyperParameterTuningJobName: name, trainingJobDefinition: definition }, at(minute));

describe('children of a tuning job', () => {
  test('take the posture of the parent that their name tells of', () => {
    const posture = last(tuning('tune', 0, { vpcConfig, enableNetworkIsolation: true }), child('tune-001-0123abcd', 1));
    expect(valuesOf(posture, 'vpc')).toEqual([vpcConfig]);
    expect(valuesOf(posture, 'networkIsolation')).toEqual([true]);
  });

  test('say in which record their posture stands', () => {
    const parent = tuning('tune', 0, { vpcConfig });
    expect(last(parent, child('tune-001-0123abcd', 1)).vpc?.[0]?.value).toMatchObject({ recordedIn: parent.eventID });
  });

  test('take it of the parent whose ARN the details name', () => {
    const arn = 'arn:aws:sagemaker:eu-west-1:111122223333:hyper-parameter-tuning-job/tune';
    expect(valuesOf(last(tuning('tune', 0, {}), child('other', 1, { tuningJobArn: arn })), 'vpc')).toEqual([null]);
  });

  test.each<[string, unknown[]]>([
    ['no parent is in reach', [child('tune-001-0123abcd', 1)]],
    ['the parent was made afterwards', [tuning('tune', 5, { vpcConfig }), child('tune-001-0123abcd', 1)]],
    [
      'the parent is in another account',
      [{ ...tuning('tune', 0, { vpcConfig }), recipientAccountId: '999999999999' }, child('tune-001-0123abcd', 1)],
    ],
    ['the parent is in another region', [{ ...tuning('tune', 0, { vpcConfig }), awsRegion: 'us-east-1' }, child('tune-001-0123abcd', 1)]],
    ['the name only resembles', [tuning('tune', 0, { vpcConfig }), child('tune-1-0123abcd', 1)]],
  ])('stay unknown where %s', (_, values) => {
    expect(valuesOf(last(...values), 'vpc')).toEqual(['not-recorded']);
  });

  test('an API call with such a name takes nothing from it', () => {
    expect(
      valuesOf(last(tuning('tune', 0, { vpcConfig }), call('CreateTrainingJob', { trainingJobName: 'tune-001-0123abcd' }, at(1))), 'vpc'),
    ).toEqual([null]);
  });
});

describe('updates', () => {
  const domainArn = 'arn:aws:sagemaker:eu-west-1:111122223333:domain/d-1';
  const created = (type: string) =>
    call('CreateDomain', { domainName: 'studio', appNetworkAccessType: type }, { ...at(0), responseElements: { domainArn } });
  const updated = (minute: number, request: Record<string, unknown>) =>
    call('UpdateDomain', { domainId: 'd-1', ...request }, { ...at(minute), responseElements: { domainArn } });

  test('that leave a setting alone take the last known state, joined by ARN', () => {
    expect(valuesOf(last(created('PublicInternetOnly'), updated(1, {})), 'appNetworkAccessType')).toEqual(['PublicInternetOnly']);
  });

  test('build on each other, in order of time and not of the archive', () => {
    const postures = resolve(updated(2, {}), created('PublicInternetOnly'), updated(1, { appNetworkAccessType: 'VpcOnly' }));
    expect(postures.map((posture) => valuesOf(posture, 'appNetworkAccessType'))).toEqual([
      ['VpcOnly'],
      ['PublicInternetOnly'],
      ['VpcOnly'],
    ]);
  });

  test('stay unchanged where nothing is in reach', () => {
    expect(valuesOf(last(updated(1, {})), 'appNetworkAccessType')).toEqual(['unchanged']);
  });

  test('a new resource of the same name starts anew', () => {
    const notebook = (minute: number, access: string) =>
      call('CreateNotebookInstance', { notebookInstanceName: 'n', directInternetAccess: access }, at(minute));
    const posture = last(
      notebook(0, 'Disabled'),
      notebook(1, 'Enabled'),
      call('UpdateNotebookInstance', { notebookInstanceName: 'n' }, at(2)),
    );
    expect(valuesOf(posture, 'directInternetAccess')).toEqual(['Enabled']);
  });
});

describe('user profiles, whose names are unique within a domain only', () => {
  const userProfileArn = (domainId: string) => `arn:aws:sagemaker:eu-west-1:111122223333:user-profile/${domainId}/alice`;
  const profile = (verb: string, domainId: string, minute: number, groups: string[] = [], members: Record<string, unknown> = {}) =>
    call(
      `${verb}UserProfile`,
      { domainId, userProfileName: 'alice', userSettings: { ...(groups.length > 0 && { securityGroups: groups }) } },
      { ...at(minute), responseElements: { userProfileArn: userProfileArn(domainId) }, ...members },
    );
  const groupsOf = (posture: Posture) =>
    posture.networkAttachment?.map(({ value }) => (value.known ? value.value.securityGroupIds : value.why));

  test.each<[string, Record<string, unknown>]>([
    ['with ARNs', {}],
    ['without ARNs', { responseElements: null }],
  ])('take nothing from a namesake in another domain, %s', (_, members) => {
    const values = [profile('Create', 'd-1', 0, ['sg-1'], members), profile('Update', 'd-2', 1, [], members)];
    expect(groupsOf(last(...values))).toEqual(['unchanged']);
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['with ARNs', {}, {}],
    ['without ARNs', { responseElements: null }, { responseElements: null }],
    ['with an ARN in one record alone', {}, { responseElements: null }],
  ])('take the state of the same profile, %s', (_, created, updated) => {
    const values = [
      profile('Create', 'd-1', 0, ['sg-1'], created),
      profile('Create', 'd-2', 1, ['sg-2'], created),
      profile('Update', 'd-1', 2, [], updated),
    ];
    expect(groupsOf(last(...values))).toEqual([['sg-1']]);
  });
});

describe('HyperPod groups in an update', () => {
  const group = (name: string, override?: unknown) => ({ instanceGroupName: name, ...(override ? { overrideVpcConfig: override } : {}) });
  const create = (request: Record<string, unknown>) => call('CreateCluster', { clusterName: 'c', ...request }, at(0));
  const update = (...groups: unknown[]) => call('UpdateCluster', { clusterName: 'c', instanceGroups: groups }, at(1));

  test('a group without override keeps what it was created with', () => {
    expect(valuesOf(last(create({ instanceGroups: [group('a', vpcConfig)] }), update(group('a'))), 'vpc')).toEqual([vpcConfig]);
  });

  test('a new group is placed by the cluster', () => {
    expect(valuesOf(last(create({ vpcConfig, instanceGroups: [group('a')] }), update(group('b'))), 'vpc')).toEqual([vpcConfig]);
  });

  test('a new group of a cluster that has no VpcConfig is outside', () => {
    expect(valuesOf(last(create({ instanceGroups: [group('a', vpcConfig)] }), update(group('a'), group('b'))), 'vpc')).toEqual([
      vpcConfig,
      null,
    ]);
  });

  test('after an update that is not to be seen nobody knows what a group has', () => {
    const responseElements = { clusterArn: 'arn:aws:sagemaker:eu-west-1:111122223333:cluster/abc' };
    const created = call('CreateCluster', { clusterName: 'c', instanceGroups: [group('a', vpcConfig)] }, { ...at(0), responseElements });
    const omitted = { omitted: true, originalSize: 200_000, reason: 'requestParameters too large' };
    const unseen = call('UpdateCluster', omitted, { ...at(1), responseElements });
    const later = call('UpdateCluster', { clusterName: 'c', instanceGroups: [group('a')] }, at(2));
    expect(valuesOf(last(created, unseen, later), 'vpc')).toEqual(['omitted']);
    expect(valuesOf(last(created, later), 'vpc')).toEqual([vpcConfig]);
  });

  test('without the creation in reach it is unchanged', () => {
    expect(valuesOf(last(update(group('a'), group('b', vpcConfig))), 'vpc')).toEqual(['unchanged', vpcConfig]);
  });

  const deleting = (minute: number, names: string[], ...groups: unknown[]) =>
    call(
      'UpdateCluster',
      { clusterName: 'c', ...(groups.length > 0 && { instanceGroups: groups }), instanceGroupsToDelete: names },
      at(minute),
    );
  const added = (...groups: unknown[]) => call('UpdateCluster', { clusterName: 'c', instanceGroups: groups }, at(5));

  test.each<[string, Record<string, unknown>, unknown[], unknown[]]>([
    ['outside where the cluster has no VpcConfig', {}, [deleting(1, ['a'])], [null]],
    ['outside, where the update that deletes it is about another', {}, [deleting(1, ['a'], group('b', vpcConfig))], [null]],
    [
      'placed by the cluster where it has one',
      { vpcConfig: { ...vpcConfig, subnets: ['subnet-1'] } },
      [deleting(1, ['a'])],
      [{ ...vpcConfig, subnets: ['subnet-1'] }],
    ],
    ['left alone while another was deleted', {}, [deleting(1, ['b', 'aa'])], [vpcConfig]],
  ])('a group of a deleted name is %s', (_, request, updates, expected) => {
    const created = create({ ...request, instanceGroups: [group('a', vpcConfig), group('b', vpcConfig)] });
    expect(valuesOf(last(created, ...updates, added(group('a'))), 'vpc')).toEqual(expected);
  });

  test('restricted groups are deleted by name too', () => {
    const created = create({ restrictedInstanceGroups: [group('a', vpcConfig)] });
    const again = call('UpdateCluster', { clusterName: 'c', restrictedInstanceGroups: [group('a')] }, at(5));
    expect(valuesOf(last(created, deleting(1, ['a']), again), 'vpc')).toEqual([null]);
  });

  test('an update that deletes alone is about the groups that stay', () => {
    const created = create({ instanceGroups: [group('a'), group('b', vpcConfig)] });
    expect(valuesOf(last(created, deleting(1, ['a'])), 'vpc')).toEqual([vpcConfig]);
    expect(valuesOf(last(created, deleting(1, ['a', 'b'])), 'vpc')).toEqual(['unchanged']);
  });

  test('a deletion of which the creation is not in reach leaves the group open', () => {
    expect(valuesOf(last(deleting(1, ['a'], group('b', vpcConfig)), added(group('a'))), 'vpc')).toEqual(['unchanged']);
  });
});
