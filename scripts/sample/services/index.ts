import type { Call, Scenery } from '../calls.ts';
import { cloudformation, ec2, lambda, states } from './compute.ts';
import { amplify, apigateway, ecs, eks, frauddetector, lookoutequipment, redshift } from './decoys.ts';
import { cloudtrail, config, events, logs, monitoring, sqs } from './operations.ts';
import { iam, kms, secretsmanager, ssm, sts } from './security.ts';
import type { Service } from './service.ts';
import { dynamodb, ecr, glue, s3 } from './storage.ts';

const everyday: readonly Service[] = [
  s3,
  dynamodb,
  glue,
  ecr,
  ec2,
  lambda,
  states,
  cloudformation,
  iam,
  sts,
  kms,
  secretsmanager,
  ssm,
  logs,
  monitoring,
  config,
  cloudtrail,
  events,
  sqs,
];

const sameNames = [amplify, apigateway, ecs, eks, frauddetector, lookoutequipment, redshift].flatMap(({ habits }) => habits);

/** Calls of other services in one burst: three services at a time, each called over and over, as programs do; now and then a decoy. */
export function backgroundCalls(scenery: Scenery, count: number): Call[] {
  const { random, region } = scenery;
  const here = everyday.filter(({ only }) => only === undefined || only === region);
  const busy = Array.from({ length: 3 }, () => random.weighted(here));
  const calls = Array.from({ length: count }, () => random.weighted(random.weighted(busy).habits).call(scenery));
  return [...calls, ...(random.chance(2, 5) ? [random.pick(sameNames).call(scenery)] : [])].flat();
}
