import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as sdk from '@aws-sdk/client-sagemaker';

/** The SageMaker service model as the installed SDK carries it: schemas in @smithy/types' static notation. */

export type Shape =
  | { readonly kind: 'string'; readonly values?: readonly string[] }
  | { readonly kind: 'number' | 'boolean' | 'timestamp' | 'blob' | 'document' | 'nothing' }
  | { readonly kind: 'list' | 'map'; readonly element: Shape }
  | Structure;

export interface Structure {
  readonly kind: 'structure' | 'union';
  readonly name: string;
  readonly members: readonly Member[];
}

export interface Member {
  readonly name: string;
  readonly required: boolean;
  readonly shape: Shape;
}

export interface OperationShape {
  readonly name: string;
  readonly input: Structure;
  readonly output: Structure;
}

const nothing: Shape = { kind: 'nothing' };
const emptyStructure = (name: string): Structure => ({ kind: 'structure', name, members: [] });
const exported = sdk as unknown as Record<string, unknown>;

// @smithy/types dist-types/schema/sentinels.d.ts: the low bits are the simple type, 64 makes it a list, 128 a map.
const simple: Readonly<Record<number, Shape>> = {
  0: { kind: 'string' },
  1: { kind: 'number' },
  2: { kind: 'boolean' },
  4: { kind: 'timestamp' },
  5: { kind: 'timestamp' },
  6: { kind: 'timestamp' },
  7: { kind: 'timestamp' },
  15: { kind: 'document' },
  17: { kind: 'number' },
  19: { kind: 'number' },
  21: { kind: 'blob' },
  42: { kind: 'blob' },
};

const seen = new Map<unknown, Structure>();

function shapeOf(reference: unknown): Shape {
  const schema = typeof reference === 'function' ? (reference as () => unknown)() : reference;
  if (schema === 'unit') return nothing;
  if (typeof schema === 'number') return simpleShape(schema);
  if (!Array.isArray(schema)) throw new TypeError(`not a schema: ${String(schema)}`);
  // A member schema is [reference, traits]; static schemas are longer and start with the number of their kind.
  if (schema.length === 2) return shapeOf(schema[0]);
  switch (schema[0]) {
    case 0:
      return shapeOf(schema[4]);
    case 1:
      return lazy('list', () => shapeOf(schema[4]));
    case 2:
      return lazy('map', () => shapeOf(schema[5]));
    case 3:
      return structure(schema, 'structure');
    case 4:
      return structure(schema, 'union');
    default:
      throw new TypeError(`schema kind ${String(schema[0])} of ${String(schema[2])}`);
  }
}

function simpleShape(schema: number): Shape {
  const base = simple[schema & 0b0011_1111];
  if (base === undefined) throw new TypeError(`simple schema ${schema}`);
  if (schema & 64) return { kind: 'list', element: base };
  return schema & 128 ? { kind: 'map', element: base } : base;
}

/** Shapes refer to each other in circles, so an element is looked up when it is asked for. */
function lazy(kind: 'list' | 'map', element: () => Shape): Shape {
  return {
    kind,
    get element() {
      return element();
    },
  };
}

function structure(schema: readonly unknown[], kind: 'structure' | 'union'): Structure {
  const found = seen.get(schema);
  if (found) return found;
  const [, , name, , members, shapes, required = 0] = schema as [number, string, string, unknown, string[], unknown[], number?];
  const made: Structure = {
    kind,
    name,
    members: members.map((member, index) => ({
      name: member,
      required: kind === 'structure' && index < required,
      get shape(): Shape {
        const shape = shapeOf(shapes[index]);
        const values = shape.kind === 'string' ? enumOf(name, member) : undefined;
        return values ? { kind: 'string', values } : shape;
      },
    })),
  };
  seen.set(schema, made);
  return made;
}

let enumNames: Map<string, string> | undefined;

/** Schemas say `string` for an enum; its name is in the declarations: `interface S { Member?: EnumName | undefined; }`. */
function enumOf(structureName: string, member: string): readonly string[] | undefined {
  enumNames ??= readEnumNames();
  const declared = exported[enumNames.get(`${structureName}.${member}`) ?? ''];
  if (typeof declared !== 'object' || declared === null || Array.isArray(declared)) return undefined;
  const values = Object.values(declared);
  return values.length > 0 && values.every((value): value is string => typeof value === 'string') ? values : undefined;
}

function readEnumNames(): Map<string, string> {
  const names = new Map<string, string>();
  const models = join(dirname(createRequire(import.meta.url).resolve('@aws-sdk/client-sagemaker')), '../dist-types/models');
  for (const file of readdirSync(models).filter((name) => /^models_\d+\.d\.ts$/.test(name))) {
    const source = readFileSync(join(models, file), 'utf8');
    for (const [, name, body] of source.matchAll(/export interface (\w+)[^{]*\{([\s\S]*?)\n\}/g)) {
      for (const [, member, type] of (body ?? '').matchAll(/^ {4}(\w+)\??: (\w+)/gm)) names.set(`${name}.${member}`, type ?? '');
    }
  }
  return names;
}

/** Every operation of the installed client, by name. */
export const sdkOperations: ReadonlyMap<string, OperationShape> = new Map(
  Object.values(exported)
    .filter((schema): schema is [9, string, string, unknown, unknown, unknown] => Array.isArray(schema) && schema[0] === 9)
    .map(([, , name, , input, output]) => [name, { name, input: asStructure(name, input), output: asStructure(name, output) }]),
);

function asStructure(operation: string, reference: unknown): Structure {
  const shape = shapeOf(reference);
  return 'members' in shape ? shape : emptyStructure(`${operation}Unit`);
}

const list = (element: Shape): Shape => ({ kind: 'list', element });
const text: Shape = { kind: 'string' };
const member = (name: string, shape: Shape = text, required = false): Member => ({ name, shape, required });
const vpcConfig: Structure = {
  kind: 'structure',
  name: 'VpcConfig',
  members: [member('SecurityGroupIds', list(text), true), member('Subnets', list(text), true)],
};

/** The SDK lags the service. These are in botocore 1.44 and not in the client: only the members that matter here. */
export const lackedBySdk: ReadonlyMap<string, OperationShape> = new Map([
  [
    'CreateTrainingSession',
    {
      name: 'CreateTrainingSession',
      input: {
        kind: 'structure',
        name: 'CreateTrainingSessionRequest',
        members: [member('TrainingSessionName', text, true), member('RoleArn', text, true), member('VpcConfig', vpcConfig)],
      },
      output: { kind: 'structure', name: 'CreateTrainingSessionResponse', members: [member('TrainingSessionArn', text, true)] },
    },
  ],
]);

export function operationShape(name: string): OperationShape {
  const found = sdkOperations.get(name) ?? lackedBySdk.get(name);
  if (!found) throw new Error(`no shape for ${name}`);
  return found;
}
