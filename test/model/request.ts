import type { Random } from './random.ts';
import type { Member, Shape, Structure } from './shapes.ts';

/** A JSON object under construction. */
export type Draft = Record<string, unknown>;

/** Text that a search over raw bytes may take for a record's own: quotes are escaped in JSON, so it is only data. */
const traps = [
  '{"eventVersion":"1.08","eventSource":"sagemaker.amazonaws.com","eventName":"CreateModel"}',
  'arn:aws:sagemaker:eu-central-1:111122223333:model/"sagemaker.amazonaws.com"',
  '=HYPERLINK("http://example.test")',
  '<img src=x onerror=alert(1)>',
  'line\nbreak\ttab\u2028end \\" } ] }',
  'Größe \u00e9\u0301 \ud83d\ude80',
];
const words = ['churn', 'fraud', 'demand', 'ranking', 'vision', 'speech', 'pricing', 'embedding'];

/** A random request of a shape: required members always, optional ones more rarely the deeper they are. */
export function randomRequest(shape: Structure, random: Random): Draft {
  return randomStructure(shape, random, 0);
}

function randomStructure(shape: Structure, random: Random, depth: number): Draft {
  const out: Draft = {};
  const chance = [0.4, 0.3, 0.15, 0.05][depth] ?? 0;
  const members = shape.kind === 'union' ? [random.pick(shape.members)] : shape.members;
  for (const member of members) {
    if (shape.kind === 'union' || member.required || random.chance(chance)) out[member.name] = randomValue(member, random, depth + 1);
  }
  return out;
}

function randomValue({ name, shape }: Pick<Member, 'name' | 'shape'>, random: Random, depth: number): unknown {
  switch (shape.kind) {
    case 'string':
      return shape.values ? random.pick(shape.values) : randomText(name, random);
    case 'number':
      return random.int(1, 64);
    case 'boolean':
      return random.chance(0.5);
    case 'timestamp':
      return 'Jan 5, 2026 10:11:12 AM';
    case 'blob':
      return 'SGVsbG8=';
    case 'document':
      return { any: 'thing' };
    case 'nothing':
      return {};
    case 'list':
      return random.times(1, 3, () => randomValue({ name, shape: shape.element }, random, depth + 1));
    case 'map':
      return randomMap(shape.element, random, depth);
    default:
      return randomStructure(shape, random, depth);
  }
}

function randomMap(element: Shape, random: Random, depth: number): Draft {
  // Keys of maps keep their case; `eventVersion` as the first key looks like the start of a record.
  const keys = random.pick([['SAGEMAKER_PROGRAM', 'epochs'], ['eventVersion'], ['VpcConfig', 'x'], ['Eta', 'eta']]);
  return Object.fromEntries(keys.map((key) => [key, randomValue({ name: key, shape: element }, random, depth + 1)]));
}

function randomText(name: string, random: Random): string {
  if (/Arn$/.test(name)) return `arn:aws:iam::111122223333:role/service-role/${random.pick(words)}-${random.hex(4)}`;
  if (/S3|Uri$/i.test(name)) return `s3://${random.pick(words)}-data/${random.hex(6)}/`;
  if (/Name$|Id$/.test(name)) return `${random.pick(words)}-${random.hex(8)}`;
  return random.chance(0.1) ? random.pick(traps) : `${random.pick(words)} ${random.hex(4)}`;
}

/** Removes the member at a path in API casing (`TrainingJobDefinitions[].VpcConfig`), wherever it occurs. */
export function removePath(target: unknown, path: string): void {
  const [head = '', ...rest] = path.split('.');
  const name = head.replace('[]', '');
  if (typeof target !== 'object' || target === null) return;
  const holder = target as Draft;
  if (rest.length === 0) {
    delete holder[name];
    return;
  }
  const next = holder[name];
  for (const each of Array.isArray(next) ? next : [next]) removePath(each, rest.join('.'));
}

/** The structure at a member, made when it is not there. */
export function child(holder: Draft, name: string): Draft {
  const found = holder[name];
  if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found as Draft;
  const made: Draft = {};
  holder[name] = made;
  return made;
}

/**
 * As CloudTrail writes a request: the first letter of each member lowered, keys of maps kept. Members that the shape does not know
 * are lowered too. (Confirmed on real CreateTrainingJob records.)
 */
export function trailCased(shape: Shape | undefined, value: unknown): unknown {
  if (Array.isArray(value)) {
    const element = shape?.kind === 'list' ? shape.element : undefined;
    return value.map((each) => trailCased(element, each));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  if (shape?.kind === 'map') return Object.fromEntries(entries.map(([key, each]) => [key, trailCased(shape.element, each)]));
  const members = shape && 'members' in shape ? shape.members : [];
  return Object.fromEntries(
    entries.map(([key, each]) => [lowered(key), trailCased(members.find((member) => member.name === key)?.shape, each)]),
  );
}

export const lowered = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
