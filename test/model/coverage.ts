import type { KeyEntry } from './archive.ts';
import { type Compliance, type Rule, rules } from './key.ts';
import { modelOperations } from './operations.ts';

/** Which cells of operation x rule x {pass, fail, unknown} an archive exercises. */

const outcomes = { COMPLIANT: 'pass', NON_COMPLIANT: 'fail', INSUFFICIENT_DATA: 'unknown' } as const;

export interface Cell {
  readonly operation: string;
  readonly rule: Rule;
  readonly outcome: 'pass' | 'fail' | 'unknown';
}

export const cellName = ({ operation, rule, outcome }: Cell): string => `${operation} x ${rule} x ${outcome}`;

export function exercised(keys: Iterable<KeyEntry>): ReadonlySet<string> {
  const met = new Set<string>();
  for (const { operation, verdicts } of keys) {
    for (const rule of rules) {
      const outcome = outcomes[verdicts[rule] as Exclude<Compliance, 'NOT_APPLICABLE'>];
      if (outcome) met.add(cellName({ operation, rule, outcome }));
    }
  }
  return met;
}

/** Every cell, with the reason why it cannot occur where it cannot. */
export function allCells(): { cell: Cell; impossible: string | undefined }[] {
  return Object.keys(modelOperations).flatMap((operation) =>
    rules.flatMap((rule) =>
      Object.values(outcomes).map((outcome) => ({ cell: { operation, rule, outcome }, impossible: whyNot(operation, rule) })),
    ),
  );
}

const inherited = 'takes its network from what it names, or has none';
const access = 'user profiles and workforces place no compute: their groups are for access';
const noPlacement: Readonly<Record<string, string>> = {
  CreateUserProfile: access,
  UpdateUserProfile: access,
  CreateWorkforce: access,
  UpdateWorkforce: access,
};
const noSetting: Readonly<Record<Rule, string>> = {
  'vpc-required': 'takes no VpcConfig structure',
  'network-isolation-required': 'has no EnableNetworkIsolation',
  'inter-container-encryption-required': 'has no EnableInterContainerTrafficEncryption',
  'direct-internet-disabled': 'only notebook instances have DirectInternetAccess',
  'vpc-only-domain': 'only domains have AppNetworkAccessType',
};

function whyNot(operation: string, rule: Rule): string | undefined {
  const model = modelOperations[operation];
  if (model?.rules.includes(rule)) return undefined;
  if (noPlacement[operation]) return noPlacement[operation];
  return model?.rules.length === 0 ? inherited : noSetting[rule];
}
