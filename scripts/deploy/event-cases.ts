import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, type JsonObject, text } from '../../src/core/json.ts';
import { read } from '../../src/core/read.ts';
import { recordsIn } from '../../src/core/record.ts';
import { blindingOperations } from '../docs-pattern.ts';

/** An event as EventBridge would deliver it, and whether the monitor must get it. */
export interface EventCase {
  readonly name: string;
  readonly wanted: boolean;
  readonly event: JsonObject;
}

/**
 * Every record under events/, and decoys made from one that is wanted. Wanted is what `read` calls a change, a failed attempt or a service
 * event of ours, and the operations that may blind a trail: whether one does is judged in code, as EventBridge cannot.
 */
export function eventCases(): EventCase[] {
  const cases = files('events').flatMap((file) =>
    [...recordsIn(JSON.parse(readFileSync(file, 'utf8')))].flatMap((parsed): EventCase[] => {
      if (!parsed.ok) return [];
      const reading = read(parsed);
      const controls = reading.kind === 'trail-control' && (blindingOperations as readonly string[]).includes(reading.control.eventName);
      if (reading.kind === 'trail-control' && reading.control.blinding && !controls)
        throw new Error(`${file}: blinds, and is in no pattern`);
      return [
        {
          name: file,
          wanted: reading.kind === 'change' || reading.kind === 'failed-attempt' || controls,
          event: delivered(parsed.record.raw),
        },
      ];
    }),
  );
  const [ours, control] = ['aws.sagemaker', 'aws.cloudtrail'].map(
    (source) => cases.find(({ wanted, event }) => wanted && event.source === source)?.event,
  );
  if (!ours || !control) throw new Error('no event that is wanted');
  const decoy = (name: string, event: JsonObject) => ({ name: `decoy: ${name}`, wanted: false, event });
  const detail = (event: JsonObject, change: JsonObject) => ({ ...event, detail: { ...(event.detail as JsonObject), ...change } });
  return [
    ...cases,
    decoy('forged by PutEvents', { ...ours, source: 'sagemaker' }),
    decoy('forged by PutEvents, for the trail', { ...control, source: 'custom.cloudtrail' }),
    decoy('the source of trials', { ...ours, source: 'test.sagemaker' }),
    decoy('in capitals', { ...ours, source: 'AWS.SAGEMAKER' }),
    decoy('of another service', { ...ours, source: 'aws.bedrock' }),
    decoy('of another service, inside', detail(ours, { eventSource: 'bedrock.amazonaws.com' })),
    decoy('longer event source', detail(ours, { eventSource: 'sagemaker.amazonaws.com.example.com' })),
    decoy('a state change', { ...ours, 'detail-type': 'SageMaker Training Job State Change' }),
    decoy('an insight', { ...ours, 'detail-type': 'AWS Insight via CloudTrail' }),
    decoy('a sign-in', { ...ours, 'detail-type': 'AWS Console Sign In via CloudTrail' }),
    decoy('a name that only begins so', detail(ours, { eventName: 'CreateModelCard' })),
    decoy('the same in lower case', detail(ours, { eventName: 'createmodel' })),
    decoy('no name', detail(ours, { eventName: null })),
    decoy('no detail', { ...ours, detail: {} }),
    decoy('one source in the other pattern', { ...ours, source: 'aws.cloudtrail' }),
    decoy('logging is started', detail(control, { eventName: 'StartLogging' })),
    decoy('a trail is described', detail(control, { eventName: 'DescribeTrails' })),
  ];
}

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name))
    .sort();
}

/** EventBridge: `source` is `aws.` and the service, `resources` is empty, the record is `detail`. */
function delivered(detail: JsonObject): JsonObject {
  const service = (text(detail, 'eventSource') ?? '').split('.')[0] ?? '';
  return {
    version: '0',
    id: text(detail, 'eventID') ?? '',
    'detail-type': text(detail, 'eventType') === 'AwsServiceEvent' ? 'AWS Service Event via CloudTrail' : 'AWS API Call via CloudTrail',
    source: `aws.${service}`,
    account: text(detail, 'recipientAccountId') ?? '',
    time: text(detail, 'eventTime') ?? '',
    region: text(detail, 'awsRegion') ?? '',
    resources: [],
    detail,
  };
}

type Pattern = { readonly [member: string]: readonly unknown[] | Pattern };

/** The little of EventBridge's language that our patterns use: exact values. The real matcher is asked by scripts/ci/event-ruler.sh. */
export function matches(pattern: unknown, event: unknown): boolean {
  return Object.entries(pattern as Pattern).every(([member, wanted]) => {
    const value = isObject(event) ? event[member] : undefined;
    return Array.isArray(wanted) ? wanted.includes(value) : matches(wanted, value);
  });
}
