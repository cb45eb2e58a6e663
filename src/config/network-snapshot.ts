import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { NetworkFacts } from '../core/network.ts';
import { isInstant } from '../core/record.ts';
import { readJsonFile, shapeError } from './json-file.ts';

/** A snapshot of EC2's facts as a file: JSON of the shape of `NetworkFacts` (src/core/network.ts). */

export interface LoadedSnapshot {
  readonly facts: NetworkFacts;
  /** Of the file's bytes. */
  readonly sha256: string;
}

const ids = z.array(z.string());
const rule = z.strictObject({
  protocol: z.string(),
  fromPort: z.number().nullable(),
  toPort: z.number().nullable(),
  cidrs: ids,
  prefixListIds: ids,
  securityGroupIds: ids,
});

const endpoint = z.strictObject({
  service: z.string(),
  type: z.enum(['Gateway', 'Interface']),
  subnetIds: ids,
  routeTableIds: ids,
  privateDns: z.boolean().exactOptional(),
  securityGroupIds: ids.exactOptional(),
});

const problem = z.strictObject({
  account: z.string(),
  region: z.string(),
  action: z.string(),
  why: z.enum(['access-denied', 'throttled', 'no-answer', 'opaque', 'resource-gone', 'not-recorded', 'shared']),
  ids,
});

const snapshot = z.strictObject({
  takenAt: z.string().refine(isInstant, 'expected ISO 8601 in UTC such as 2026-01-31T12:00:00Z'),
  vpcs: z.record(
    z.string(),
    z.strictObject({
      dnsSupport: z.boolean().exactOptional(),
      dnsHostnames: z.boolean().exactOptional(),
      flowLogs: z.boolean().exactOptional(),
      endpoints: z.array(endpoint).exactOptional(),
    }),
  ),
  subnets: z.record(
    z.string(),
    z.strictObject({
      vpcId: z.string(),
      availabilityZone: z.string(),
      mapPublicIpOnLaunch: z.boolean(),
      routeTableId: z.string().exactOptional(),
      routesToInternetGateway: z.boolean().exactOptional(),
      routesToNat: z.boolean().exactOptional(),
      routesElsewhere: z.boolean().exactOptional(),
      flowLogs: z.boolean().exactOptional(),
      cidrs: ids.exactOptional(),
    }),
  ),
  securityGroups: z.record(z.string(), z.strictObject({ vpcId: z.string(), ingress: z.array(rule), egress: z.array(rule) })),
  instanceTypeZones: z.record(z.string(), ids).exactOptional(),
  problems: z.array(problem).exactOptional(),
});

/** @throws PolicyError with every problem of the file */
export function readNetworkSnapshot(path: string): LoadedSnapshot {
  const { value, bytes } = readJsonFile(path, { large: 'not a network snapshot', other: 'expected a network snapshot' });
  const parsed = snapshot.safeParse(value);
  if (!parsed.success) throw shapeError(path, parsed.error.issues);
  return { facts: parsed.data, sha256: createHash('sha256').update(bytes).digest('hex') };
}
