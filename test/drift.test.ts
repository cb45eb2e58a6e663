import { describe, expect, test } from 'vitest';
import { operations } from '../src/core/resources/catalog.ts';
import { lackedBySdk, type OperationShape, type Structure, sdkOperations } from './model/shapes.ts';
import { pathsWithoutShape, unknownNetworkMembers } from './support/network-members.ts';

/** Network members that are no posture of a resource of ours, and why. A path covers everything below it. */
const notPosture = [
  // Constrains who may fetch a labeling task's data through a presigned URL (S3Presign.IamPolicyConstraints).
  { eventName: 'CreateWorkteam', networkMembers: ['WorkerAccessConfiguration.S3Presign.IamPolicyConstraints'] },
  { eventName: 'UpdateWorkteam', networkMembers: ['WorkerAccessConfiguration.S3Presign.IamPolicyConstraints'] },
  // Attaches an existing interface to a node of a running cluster; its subnet and groups are EC2's to say.
  { eventName: 'AttachClusterNodeNetworkInterface', networkMembers: ['NetworkInterfaceId'] },
];

const named = ({ operation, path }: { operation: string; path: string }) => `${operation} ${path}`;

describe('the catalogue and the installed service model', () => {
  test('the service model is read whole', () => {
    expect(sdkOperations.size).toBeGreaterThanOrEqual(404);
  });

  test('every network member of every operation is in the catalogue', () => {
    expect(unknownNetworkMembers(sdkOperations, [...operations, ...notPosture]).map(named)).toEqual([]);
  });

  test('every path of the catalogue is in the service model', () => {
    expect(pathsWithoutShape(sdkOperations, [...operations, ...notPosture]).map(named)).toEqual([]);
  });

  test('only operations that the SDK is known to lack are beyond this check', () => {
    const unseen = operations.map(({ eventName }) => eventName).filter((eventName) => !sdkOperations.has(eventName));
    expect(unseen).toEqual([...lackedBySdk.keys()]);
  });
});

describe('the check itself', () => {
  const carrying = operations.filter((row) => row.networkMembers.length > 0 && sdkOperations.has(row.eventName));
  const missedBy = (catalogue: typeof operations) => unknownNetworkMembers(sdkOperations, [...catalogue, ...notPosture]).map(named);
  const already = new Set(missedBy(operations));

  test.each(carrying.map(({ eventName }) => eventName))('without its row for %s the catalogue fails, and by that name', (eventName) => {
    const missed = missedBy(operations.filter((row) => row.eventName !== eventName)).filter((each) => !already.has(each));
    expect(missed.length).toBeGreaterThan(0);
    expect(missed.filter((each) => !each.startsWith(`${eventName} `))).toEqual([]);
  });

  const text = { kind: 'string' } as const;
  const structure = (name: string, members: Record<string, Structure['members'][number]['shape']>): Structure => ({
    kind: 'structure',
    name,
    members: Object.entries(members).map(([member, shape]) => ({ name: member, shape, required: false })),
  });
  const model = (input: Structure): ReadonlyMap<string, OperationShape> =>
    new Map([['CreateThing', { name: 'CreateThing', input, output: structure('Out', {}) }]]);
  const networkConfig = structure('NetworkConfig', { Mode: text, Subnets: { kind: 'list', element: text } });

  test.each([
    ['a new member of the network at the top', { EgressVpcConfig: text }, ['EgressVpcConfig']],
    ['one in a list', { Groups: { kind: 'list' as const, element: structure('Group', { SubnetId: text }) } }, ['Groups[].SubnetId']],
    [
      'one in a map',
      { Groups: { kind: 'map' as const, element: structure('Group', { SecurityGroups: text }) } },
      ['Groups{}.SecurityGroups'],
    ],
    ['any member of a NetworkConfig', { NetworkConfig: networkConfig }, ['NetworkConfig.Mode', 'NetworkConfig.Subnets']],
    ['nothing of the network', { Name: text }, []],
  ])('%s', (_, members, paths) => {
    expect(unknownNetworkMembers(model(structure('In', members)), []).map(({ path }) => path)).toEqual(paths);
  });

  test.each([
    ['covered whole', ['NetworkConfig'], []],
    ['covered in part', ['NetworkConfig.Subnets'], ['NetworkConfig.Mode']],
    ['a longer name does not cover', ['NetworkConfigs'], ['NetworkConfig.Mode', 'NetworkConfig.Subnets']],
  ])('%s', (_, networkMembers, paths) => {
    const missed = unknownNetworkMembers(model(structure('In', { NetworkConfig: networkConfig })), [
      { eventName: 'CreateThing', networkMembers },
    ]);
    expect(missed.map(({ path }) => path)).toEqual(paths);
  });

  test('a path that the shape does not have is named, a list without [] too', () => {
    const input = structure('In', { Groups: { kind: 'list', element: networkConfig } });
    const catalogue = [
      { eventName: 'CreateThing', networkMembers: ['Groups[].Subnets', 'Groups.Subnets', 'VpcConfig', 'Groups[].Subnets[].X'] },
    ];
    expect(pathsWithoutShape(model(input), catalogue).map(({ path }) => path)).toEqual([
      'Groups.Subnets',
      'VpcConfig',
      'Groups[].Subnets[].X',
    ]);
  });
});
