import type { EvidenceFinding } from '../../core/evidence/finding.ts';
import type { Evidence } from '../../core/evidence/model.ts';
import { counted } from '../../text/numbers.ts';
import type { PlacedFinding } from '../placed-findings.ts';
import { type Identify, prop } from './parts.ts';

/** Findings that one observation lists; the rest is in `evidence.json`, and the observation says so. */
const listed = 1000;

export interface Group {
  readonly uuid: string;
  readonly rule: EvidenceFinding['rule'];
  readonly status: EvidenceFinding['status'];
  readonly resourceType: EvidenceFinding['resourceType'];
  readonly findings: readonly PlacedFinding[];
}

/** By rule, resource type and whether an exemption covers them, in the order in which the findings are. */
export function groupsOf(findings: readonly PlacedFinding[], id: Identify): Group[] {
  const groups = new Map<string, PlacedFinding[]>();
  for (const placed of findings) {
    const { rule, resourceType, status } = placed.finding;
    const key = `${rule} ${resourceType} ${status}`;
    const group = groups.get(key);
    if (group) group.push(placed);
    else groups.set(key, [placed]);
  }
  return [...groups].flatMap(([key, all]) => {
    const first = all[0]?.finding;
    if (!first) return [];
    const { rule, status, resourceType } = first;
    return [{ uuid: id(`observation ${key}`), rule, status, resourceType, findings: all }];
  });
}

interface Refs {
  readonly id: Identify;
  readonly collected: string;
  /** UUIDs of the tool's component and of the population in the back matter. */
  readonly tool: string;
  readonly population: string;
  /** What exists was examined, and no trail. */
  readonly posture: boolean;
}

/** What was examined at all: what a satisfied control rests on. */
export function examined({ population, period, posture }: Evidence, refs: Refs): object {
  return {
    uuid: refs.id('observation population'),
    title: posture ? 'The resources that exist' : 'The population of the period',
    description: `${counted(population.rows, posture ? 'resource' : 'change')}${posture ? '' : ' and failed attempts'} from ${period.from} until before ${period.to} were examined, each against every enabled rule.`,
    props: Object.entries(population.byClass).map(([name, count]) => prop(name, String(count))),
    methods: ['EXAMINE'],
    types: ['control-objective'],
    origins: origins(refs),
    'relevant-evidence': [
      { href: `#${refs.population}`, description: `Every ${posture ? 'resource' : 'change'} with its verdict under each rule.` },
    ],
    collected: refs.collected,
  };
}

export function observation(group: Group, title: string, refs: Refs): object {
  const shown = group.findings.slice(0, listed);
  const more = group.findings.length - shown.length;
  const subjects = [...new Set(shown.map(({ finding }) => subjectId(finding, refs.id)))];
  return {
    uuid: group.uuid,
    title: `${title}: ${group.resourceType}`,
    description: `${counted(group.findings.length, refs.posture ? 'non-compliant resource' : 'non-compliant change')} of type ${group.resourceType} under ${group.rule}${
      group.status === 'exempt' ? ', covered by exemptions' : ''
    }.`,
    props: [prop('rule', group.rule), prop('resource-type', group.resourceType), prop('status', group.status)],
    methods: ['TEST'],
    types: ['finding'],
    origins: origins(refs),
    subjects: subjects.map((uuid) => ({ 'subject-uuid': uuid, type: 'inventory-item' })),
    'relevant-evidence': shown.map((placed) => evidenceOf(placed, refs)),
    collected: refs.collected,
    ...(more > 0 && { remarks: `${counted(more, 'more finding')} of this group: see evidence.json.` }),
  };
}

function origins({ tool }: Refs): object[] {
  return [{ actors: [{ type: 'tool', 'actor-uuid': tool }] }];
}

function evidenceOf({ finding, uuid, rows }: PlacedFinding, { population, posture }: Refs): object {
  return {
    href: `#${population}`,
    description: `${posture ? 'What Describe said' : 'A CloudTrail record'}, by the row of the population that has its event ID.`,
    props: [
      prop('finding-uid', uuid),
      prop('event-id', finding.eventId),
      prop('event-time', finding.eventTime),
      prop('event-name', finding.eventName),
      prop('actor', finding.actor),
      prop('severity', finding.severity),
      ...(finding.exemption ? [prop('exemption', finding.exemption.id), prop('exemption-status', finding.exemption.status)] : []),
      ...finding.because.map(({ at, found, expected }) => prop('because', `${at}: found ${found}, expected ${expected}`)),
      ...rows.flatMap((row) => [
        prop('object', row.object),
        ...(row.recordIndex === null ? [] : [prop('record-index', String(row.recordIndex))]),
        ...(row.recordSha256 === null ? [] : [prop('record-sha256', row.recordSha256)]),
      ]),
    ],
  };
}

/** The resources that the observations name, each once. */
export function inventory(groups: readonly Group[], id: Identify): object[] {
  const items = new Map<string, object>();
  for (const { findings } of groups) {
    for (const { finding } of findings.slice(0, listed)) {
      const uuid = subjectId(finding, id);
      if (!items.has(uuid)) items.set(uuid, inventoryItem(uuid, finding));
    }
  }
  return [...items.values()];
}

function inventoryItem(uuid: string, { resourceType, resourceName, resourceArn, account, region }: EvidenceFinding): object {
  return {
    uuid,
    description: `An Amazon SageMaker resource of type ${resourceType}.`,
    props: [
      prop('resource-type', `AWS::SageMaker::${resourceType}`),
      ...(resourceName === null ? [] : [prop('resource-name', resourceName)]),
      ...(resourceArn === null ? [] : [prop('resource-arn', resourceArn)]),
      prop('account', account),
      prop('region', region),
    ],
  };
}

/** A resource whose name no record tells is one by the event that made it. */
function subjectId({ account, region, resourceType, resourceName, resourceArn, eventId }: EvidenceFinding, id: Identify): string {
  return id(`resource ${JSON.stringify([account, region, resourceType, resourceArn ?? resourceName ?? ['event', eventId]])}`);
}
