import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import * as z from 'zod';
import type { NetworkFacts } from '../core/network.ts';
import { isInstant } from '../core/record.ts';
import { PolicyError } from './problem.ts';
import { quote } from './words.ts';

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

const maxBytes = 64 * 1024 * 1024;

/** @throws PolicyError with every problem of the file */
export function readNetworkSnapshot(path: string): LoadedSnapshot {
  const text = readSnapshot(path);
  const parsed = snapshot.safeParse(parse(path, text));
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path: at, message }) => ({
      text: `${at.map(String).map(quote).join(' ') || 'the file'}: ${message}`,
    }));
    throw new PolicyError(path, problems);
  }
  return { facts: parsed.data, sha256: createHash('sha256').update(text).digest('hex') };
}

function readSnapshot(path: string): Buffer {
  try {
    if (statSync(path).size > maxBytes) throw new PolicyError(path, [{ text: 'larger than 64 MiB: not a network snapshot' }]);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof PolicyError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new PolicyError(path, [{ text: code === 'ENOENT' ? 'no such file' : `cannot be read (${code ?? 'unknown reason'})` }]);
  }
}

function parse(path: string, text: Buffer): unknown {
  try {
    return JSON.parse(text.toString('utf8'));
  } catch {
    throw new PolicyError(path, [{ text: 'not JSON: expected a network snapshot' }]);
  }
}
