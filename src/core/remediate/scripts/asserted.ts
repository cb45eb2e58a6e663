import { object } from '../../json.ts';
import type { Replacement } from '../plan.ts';
import { bash } from '../sinks.ts';
import { describing } from './script.ts';

/** The settings that the fix is about, read back from Describe. */
export function asserted({ create: { type, name, request } }: Replacement): string[] {
  const vpc =
    object(request, 'VpcConfig') ??
    object(object(request, 'NetworkConfig') ?? {}, 'VpcConfig') ??
    object(object(request, 'SecurityConfig') ?? {}, 'VpcConfig');
  const at = object(request, 'VpcConfig') ? '' : object(request, 'NetworkConfig') ? 'NetworkConfig.' : 'SecurityConfig.';
  const line = (what: string, expected: string, query: string) =>
    `expect ${bash(`${what} of ${name}`)} ${bash(expected)} "$(field ${describing(type, name, query)})"`;
  const isolated = (object(request, 'NetworkConfig') ?? request).EnableNetworkIsolation === true;
  const definitions = type === 'HyperParameterTuningJob';
  return [
    ...(vpc
      ? [
          line('Subnets', strings(vpc.Subnets).join(' '), `${at}VpcConfig.Subnets`),
          line('SecurityGroupIds', strings(vpc.SecurityGroupIds).join(' '), `${at}VpcConfig.SecurityGroupIds`),
        ]
      : []),
    ...(vpc && isolated ? [line('EnableNetworkIsolation', 'True', `${at === 'NetworkConfig.' ? at : ''}EnableNetworkIsolation`)] : []),
    ...(definitions
      ? [line('VpcConfig of every definition', '0', 'length([TrainingJobDefinition, TrainingJobDefinitions][] | [?@ && !VpcConfig])')]
      : []),
    ...(type === 'TransformJob' ? [line('ModelName', String(request.ModelName), 'ModelName')] : []),
    ...(type === 'NotebookInstance'
      ? [
          line('SubnetId', String(request.SubnetId), 'SubnetId'),
          line('SecurityGroups', strings(request.SecurityGroupIds).join(' '), 'SecurityGroups'),
          line('DirectInternetAccess', 'Disabled', 'DirectInternetAccess'),
        ]
      : []),
  ];
}

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
