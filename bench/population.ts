import type { PopulationRow } from '../src/core/evidence/population.ts';
import { known, unknown } from '../src/core/posture.ts';
import { Random } from '../test/model/random.ts';

/**
 * A busy organisation's quarter: 6 accounts, 4 regions, names as the SageMaker SDK, pipelines and people make them, records in
 * objects of about three changes each, and IDs and hashes as random as real ones, which is what makes a page large.
 */

const accounts = ['111122223333', '222233334444', '333344445555', '444455556666', '555566667777', '666677778888'];
const regions = ['eu-west-1', 'eu-central-1', 'us-east-1', 'us-west-2'];
const start = Date.parse('2026-01-01T00:00:00Z');
const day = 86_400_000;
const agents = Array.from(
  { length: 60 },
  (_, n) =>
    `Boto3/1.${30 + (n % 12)}.${n} md/Botocore#1.${30 + (n % 12)}.${n} ua/2.0 os/linux#5.10.${200 + n} md/arch#x86_64 lang/python#3.${9 + (n % 4)}.${n % 20}`,
);
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const kinds = [
  ['CreateTrainingJob', 'TrainingJob', 'training-job'],
  ['CreateProcessingJob', 'ProcessingJob', 'processing-job'],
  ['CreateModel', 'Model', 'model'],
  ['CreateTransformJob', 'TransformJob', 'transform-job'],
] as const;

export function benchRows(count: number, seed = 1): PopulationRow[] {
  const random = new Random(seed);
  const people = Array.from(
    { length: 400 },
    (_, n) => `${random.pick(['DataScience', 'MLOps', 'Research', 'ci-deploy'])}/${random.hex(5)}.${n}@example.com`,
  );
  const rows: PopulationRow[] = [];
  let object = '';
  let left = 0;
  let index = 0;
  let account = '';
  let region = '';
  for (let n = 0; n < count; n += 1) {
    const time = start + Math.floor((n * 88 * day) / count);
    if (left === 0) {
      left = random.int(1, 5);
      account = random.pick(accounts);
      region = random.pick(regions);
      index = random.int(0, 200);
      const stamp = new Date(Math.ceil(time / 300_000) * 300_000 + 300_000).toISOString();
      const tail = Array.from({ length: 16 }, () => alphabet[random.int(0, 61)]).join('');
      object = `AWSLogs/${account}/CloudTrail/${region}/${stamp.slice(0, 10).replaceAll('-', '/')}/${account}_CloudTrail_${region}_${stamp.slice(0, 16).replace(/[-:]/g, '')}Z_${tail}.json.gz`;
    }
    left -= 1;
    index += random.int(1, 9);
    rows.push(benchRow(random, { time, account, region, object, recordIndex: index, actor: random.pick(people) }));
  }
  return rows;
}

interface Place {
  readonly time: number;
  readonly account: string;
  readonly region: string;
  readonly object: string;
  readonly recordIndex: number;
  readonly actor: string;
}

function benchRow(random: Random, { time, account, region, object, recordIndex, actor }: Place): PopulationRow {
  const [eventName, resourceType, part] = random.pick(kinds);
  const subnets = Array.from({ length: 2 }, () => `subnet-${account.slice(0, 4)}${random.pick(['a', 'b', 'c'])}0123456789ab`);
  const resourceName = benchName(random, time);
  const outcome = benchOutcome(random.next(), { subnets, securityGroupIds: [`sg-${account.slice(0, 4)}0123456789abc`] });
  return {
    eventId: random.uuid(),
    eventTime: `${new Date(time).toISOString().slice(0, 19)}Z`,
    account,
    region,
    eventName,
    resourceType,
    resourceName,
    resourceArn: outcome.class === 'failed-attempt' ? null : `arn:aws:sagemaker:${region}:${account}:${part}/${resourceName}`,
    actor: `arn:aws:sts::${account}:assumed-role/${actor}`,
    sourceIp: random.chance(0.5) ? 'sagemaker.amazonaws.com' : `10.${random.int(0, 3)}.${random.int(0, 255)}.${random.int(1, 254)}`,
    userAgent: random.pick(agents),
    via: 'api',
    ...outcome,
    object,
    recordIndex,
    recordSha256: random.hex(64),
  };
}

type Outcome = Pick<PopulationRow, 'class' | 'posture' | 'verdicts' | 'reason'>;

function benchOutcome(chance: number, vpc: { subnets: string[]; securityGroupIds: string[] }): Outcome {
  const posture = (value: typeof vpc | null): PopulationRow['posture'] => ({
    vpc: [{ at: 'VpcConfig', value: known(value) }],
    networkIsolation: [{ at: 'EnableNetworkIsolation', value: known(true) }],
  });
  const passed = { 'network-isolation-required': 'COMPLIANT', 'inter-container-encryption-required': 'COMPLIANT' } as const;
  if (chance < 0.01) {
    const reason = 'vpc-required: VpcConfig: found none, expected VpcConfig';
    return { class: 'non-compliant', posture: posture(null), verdicts: { 'vpc-required': 'NON_COMPLIANT', ...passed }, reason };
  }
  if (chance < 0.015) {
    const unseen: PopulationRow['posture'] = { vpc: [{ at: 'VpcConfig', value: unknown('omitted') }] };
    return {
      class: 'not-evaluable',
      posture: unseen,
      verdicts: { 'vpc-required': 'INSUFFICIENT_DATA', ...passed },
      reason: 'vpc-required: parameters omitted',
    };
  }
  if (chance < 0.03) return { class: 'failed-attempt', posture: posture(vpc), verdicts: {}, reason: 'ValidationException' };
  return { class: 'compliant', posture: posture(vpc), verdicts: { 'vpc-required': 'COMPLIANT', ...passed }, reason: '' };
}

function benchName(random: Random, time: number): string {
  const base = random.pick(['churn', 'fraud-detection', 'pricing', 'vision-qa', 'forecast']);
  const kind = random.next();
  // The Python SDK's own: base, date, milliseconds.
  if (kind < 0.5) return `${base}-${new Date(time).toISOString().slice(0, 23).replace(/[T:.]/g, '-')}`;
  if (kind < 0.8) return `pipelines-${random.hex(12)}-Train-${random.hex(10)}`;
  return `${base}-v${random.int(1, 4_000)}`;
}
