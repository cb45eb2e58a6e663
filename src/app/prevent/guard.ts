import type { Policy } from '../../core/policy.ts';
import type { AllowLists } from '../../core/prevent/prevention.ts';
import { type Artifact, commented } from './artifact.ts';
import { type TemplateType, templateTypes } from './guard-types.ts';

/** CloudFormation Guard rules for templates, of the rules that are on. What a template leaves to a parameter is not seen, and fails. */
export function guard(policy: Policy, allowLists: AllowLists): Artifact[] {
  const rules = [...templateTypes.flatMap((each) => rulesOf(each, policy, allowLists)), ...special(policy)];
  if (rules.length === 0) return [];
  const head = `What a template must say of its SageMaker resources: cfn-guard validate --rules sagewarden.guard --data TEMPLATE
A flag or id that comes from a parameter cannot be seen, and fails; that a list of ids is there is enough for vpc-required.
Exemptions are not here. One resource is exempted where it is defined: Metadata: {guard: {SuppressedRules: [RULE]}}.`;
  return [{ name: 'sagewarden.guard', text: `${[commented(head), ...rules].join('\n\n')}\n` }];
}

function rulesOf(each: TemplateType, { rules }: Policy, allowLists: AllowLists): string[] {
  const { type, vpc, isolation, encryption } = each;
  const inList = (list: keyof AllowLists, noun: string) =>
    allowLists[list].length === 0 || each[list].length === 0
      ? []
      : [
          rule(
            `approved_${list === 'subnets' ? 'subnets' : 'security_groups'}`,
            { type },
            each[list].map(
              (path) => `when Properties.${path} exists {
      Properties.${path} IN [${allowLists[list].map((id) => `'${id}'`).join(', ')}] <<approved-network: another ${noun} than the approved>>
    }`,
            ),
          ),
        ];
  return [
    ...(vpc && rules['vpc-required'].enabled
      ? [
          rule('vpc_required', each, [
            `Properties.${vpc} exists <<vpc-required: no VpcConfig>>`,
            `Properties.${vpc}.Subnets !empty <<vpc-required: no subnets>>`,
            `Properties.${vpc}.SecurityGroupIds !empty <<vpc-required: no security groups>>`,
          ]),
        ]
      : []),
    ...(isolation && rules['network-isolation-required'].enabled
      ? [
          rule('network_isolation_required', each, [
            `Properties.${isolation} IN [true, 'true'] <<network-isolation-required: EnableNetworkIsolation is not true>>`,
          ]),
        ]
      : []),
    ...(encryption && rules['inter-container-encryption-required'].enabled
      ? [
          rule('inter_container_encryption_required', each, [
            `${rules['inter-container-encryption-required'].always ? '' : `Properties.${encryption.count} IN [1, '1'] or\n    `}Properties.${encryption.flag} IN [true, 'true'] <<inter-container-encryption-required: several instances, and not encrypted>>`,
          ]),
        ]
      : []),
    ...inList('subnets', 'subnet'),
    ...inList('securityGroups', 'security group'),
  ];
}

/** Types with a setting that no other has. */
function special({ rules }: Policy): string[] {
  return [
    ...(rules['direct-internet-disabled'].enabled
      ? [
          rule('direct_internet_disabled', { type: 'NotebookInstance' }, [
            "Properties.DirectInternetAccess == 'Disabled' <<direct-internet-disabled: DirectInternetAccess is not Disabled>>",
          ]),
        ]
      : []),
    ...(rules['vpc-only-domain'].enabled
      ? [
          rule('vpc_only_domain', { type: 'Domain' }, [
            "Properties.AppNetworkAccessType == 'VpcOnly' <<vpc-only-domain: AppNetworkAccessType is not VpcOnly>>",
          ]),
        ]
      : []),
    ...(rules['serverless-outside-vpc'].enabled
      ? [
          rule('serverless_outside_vpc', { type: 'EndpointConfig' }, [
            'Properties.ProductionVariants[*].ServerlessConfig !exists <<serverless-outside-vpc: a serverless variant>>',
          ]),
        ]
      : []),
  ];
}

function rule(name: string, { type, only }: Pick<TemplateType, 'type' | 'only'>, checks: readonly string[]): string {
  const id = `${name}_${type.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()}`;
  const filters = [
    `Type == 'AWS::SageMaker::${type}'`,
    `Metadata.guard.SuppressedRules not exists or\n  Metadata.guard.SuppressedRules.* != '${id}'`,
    ...(only ? [only] : []),
  ];
  return `let of_${id} = Resources.*[\n  ${filters.join('\n  ')}\n]
rule ${id} when %of_${id} !empty {
  %of_${id} {
    ${checks.join('\n    ')}
  }
}`;
}
