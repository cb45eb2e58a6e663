type Json = Readonly<Record<string, unknown>>;
type Parameters = Readonly<Record<string, string>>;

/** Members that every answer has, so that a seed need not. */
export function defaultsOf(kind: string, account: string): Json {
  switch (kind) {
    case 'vpcs':
    case 'subnets':
    case 'securityGroups':
    case 'routeTables':
      return { ownerId: account };
    case 'vpcEndpoints':
      return { ownerId: account, state: 'available' };
    case 'flowLogs':
      return { flowLogStatus: 'ACTIVE', deliverLogsStatus: 'SUCCESS' };
    default:
      return {};
  }
}

/** Filter name -> the member it looks at. */
const members: Readonly<Record<string, string>> = {
  'vpc-id': 'vpcId',
  'subnet-id': 'subnetId',
  'group-id': 'groupId',
  'resource-id': 'resourceId',
  'instance-type': 'instanceType',
};

interface Filter {
  readonly name: string;
  readonly values: readonly string[];
}

/** `Filter.1.Name`, `Filter.1.Value.1`. */
function filtersOf(parameters: Parameters): Filter[] {
  const filters: Filter[] = [];
  for (let n = 1; parameters[`Filter.${n}.Name`] !== undefined; n++) {
    const values = Object.entries(parameters).flatMap(([key, value]) => (key.startsWith(`Filter.${n}.Value.`) ? [value] : []));
    filters.push({ name: parameters[`Filter.${n}.Name`] ?? '', values });
  }
  return filters;
}

export const mostValues = (parameters: Parameters): number => Math.max(0, ...filtersOf(parameters).map(({ values }) => values.length));

/** As EC2 matches: any of the values of every filter, with `*` and `?` for anything. */
export function matcher(parameters: Parameters): (item: Json) => boolean {
  const filters = filtersOf(parameters).map(({ name, values }) => {
    const member = members[name];
    if (!member) throw new Error(`the stand-in does not know the filter ${name}`);
    const patterns = values.filter((value) => /[*?]/.test(value)).map(asPattern);
    const exact = new Set(values);
    return (item: Json) => exact.has(String(item[member])) || patterns.some((pattern) => pattern.test(String(item[member])));
  });
  return (item) => filters.every((filter) => filter(item));
}

function asPattern(value: string): RegExp {
  const escaped = value
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`);
}
