import { deepStrictEqual, ok } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readNetworkSnapshot } from '../../src/config/network-snapshot.ts';
import type { NetworkFacts } from '../../src/core/network.ts';
import { prerequisitesOf } from '../../src/core/rules/prerequisites.ts';
import { credentials, startMoto } from './moto.ts';
import { logBucket, type Made, makeNetwork } from './network-made.ts';

/** usage: tsx scripts/ci/network.ts FOLDER-WITH-moto_server */

const regions = ['eu-west-1', 'us-east-1'];
const folder = mkdtempSync(join(tmpdir(), 'sagewarden-network-'));
const moto = await startMoto(process.argv[2] ?? '');
try {
  await moto.fill(logBucket, []);
  const [home, other] = [await makeNetwork(moto.url, 'eu-west-1'), await makeNetwork(moto.url, 'us-east-1')];
  const file = join(folder, 'network.json');
  const facts = snapshot(file, '--regions', regions.join());
  for (const made of [home, other]) check(made, facts);
  deepStrictEqual(withoutTime(snapshot(join(folder, 'again.json'), '--regions', regions.join())), withoutTime(facts));
  console.log(`all VPCs of ${regions.join(' and ')}: as they were made, and the same when asked again`);

  const one = snapshot(file, '--regions', regions.join(), '--subnets', home.subnets.private);
  deepStrictEqual(Object.keys(one.vpcs), [home.vpc]);
  deepStrictEqual(one.subnets[home.subnets.private], facts.subnets[home.subnets.private]);
  console.log('a subnet of one Region: its VPC, and no problem of the other Region');

  writeFileSync(join(folder, 'population.jsonl'), `${JSON.stringify(rowIn(home))}\n`);
  const named = snapshot(file, '--for', folder);
  deepStrictEqual([Object.keys(named.vpcs), Object.keys(named.instanceTypeZones ?? {})], [[home.vpc], ['g5.xlarge']]);
  deepStrictEqual(named.subnets[home.subnets.private], facts.subnets[home.subnets.private]);
  console.log('the networks that a population names, and the zones of its instance type');

  const gone = run(file, '--regions', 'eu-west-1', '--subnets', 'subnet-00000000000000000');
  deepStrictEqual([gone.status, JSON.parse(gone.stdout).problems[0].why], [3, 'resource-gone']);
  console.log('a subnet that is not there: told, exit 3');
} finally {
  moto.close();
  rmSync(folder, { recursive: true, force: true });
}

/** What the file must say of what was made, and what the rule on prerequisites makes of it. */
function check(made: Made, facts: NetworkFacts): void {
  const { vpc, subnets, tables, groups } = made;
  const { vpcs, subnets: seen, securityGroups } = facts;
  const { endpoints = [], ...settings } = vpcs[vpc] ?? {};
  deepStrictEqual(settings, { dnsSupport: true, dnsHostnames: true, flowLogs: true });
  deepStrictEqual(
    endpoints.map(({ service, type, subnetIds, routeTableIds }) => [service, type, subnetIds, routeTableIds]),
    [
      ['ecr.api', 'Interface', [subnets.private], []],
      ['ecr.dkr', 'Interface', [subnets.private], []],
      ['s3', 'Gateway', [], [tables.main]],
    ],
  );
  const routing = (id: string) => {
    const { routeTableId, routesToInternetGateway, routesToNat, routesElsewhere, mapPublicIpOnLaunch } = seen[id] ?? {};
    return { routeTableId, routesToInternetGateway, routesToNat, routesElsewhere, mapPublicIpOnLaunch };
  };
  const inside = { routesToInternetGateway: false, routesToNat: false, routesElsewhere: false, mapPublicIpOnLaunch: false };
  deepStrictEqual(routing(subnets.private), { routeTableId: tables.main, ...inside });
  deepStrictEqual(routing(subnets.public), {
    routeTableId: tables.public,
    ...inside,
    routesToInternetGateway: true,
    mapPublicIpOnLaunch: true,
  });
  deepStrictEqual(routing(subnets.nat), { routeTableId: tables.nat, ...inside, routesToNat: true });
  ok(/^[a-z]+\d-az\d$/.test(seen[subnets.private]?.availabilityZone ?? ''));
  deepStrictEqual(securityGroups[groups.ends]?.ingress, [
    { protocol: 'tcp', fromPort: 443, toPort: 443, cidrs: ['10.0.0.0/16'], prefixListIds: [], securityGroupIds: [] },
  ]);
  ok((facts.instanceTypeZones?.['g5.xlarge'] ?? []).some((zone) => zone.startsWith(made.zonePrefix)));
  const failing = prerequisitesOf({ subnets: [subnets.private], securityGroupIds: [groups.job] }, facts).filter((each) => each !== 'pass');
  // moto keeps no private DNS names; everything else is there.
  deepStrictEqual(
    failing.filter((each) => 'unknown' in each || !each.found.endsWith('without private DNS names')),
    [],
  );
}

function rowIn({ account, region, subnets, groups }: Made): object {
  const vpc = {
    at: 'VpcConfig',
    value: { known: true, value: { subnets: [subnets.private], securityGroupIds: [groups.job] }, from: 'request' },
  };
  const instances = { at: '', value: { known: true, value: [{ type: 'ml.g5.xlarge', count: 1 }], from: 'request' } };
  return { account, region, posture: { vpc: [vpc], instances: [instances] } };
}

function snapshot(file: string, ...args: string[]): NetworkFacts {
  const { status, stderr } = run(file, ...args);
  deepStrictEqual([status, stderr], [0, '']);
  return readNetworkSnapshot(file).facts;
}

function run(file: string, ...args: string[]) {
  const { PATH = '', HOME = '' } = process.env;
  const keys = { AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey };
  return spawnSync('npx', ['--no-install', 'tsx', 'src/cli/main.ts', 'network-snapshot', '--json', '--out', file, ...args], {
    encoding: 'utf8',
    env: { PATH, HOME, ...keys, AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: moto.url, npm_config_loglevel: 'silent' },
  });
}

function withoutTime({ takenAt: _, ...rest }: NetworkFacts): Omit<NetworkFacts, 'takenAt'> {
  return rest;
}
