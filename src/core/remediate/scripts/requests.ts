import type { JsonObject } from '../../json.ts';
import { forms } from '../forms.ts';
import { replacementsOf } from '../iam.ts';
import type { OutputFile } from '../output.ts';
import type { Old, Plan } from '../plan.ts';
import { json } from '../sinks.ts';

/** Environment and hyperparameters are in these files and nowhere else: not on a command line, where `ps` would show them. */
export function requests(plan: Plan, backout: boolean): OutputFile[] {
  const { fix } = plan;
  const file = (name: string, request: JsonObject): OutputFile => ({
    path: `requests/${name}`,
    content: `${json(request)}\n`,
    mode: 0o600,
  });
  const switches = fix.kind === 'hosting' ? fix.endpoints : [];
  return [
    ...replacementsOf(plan).map(({ create }) => file(requestFile(create.type, create.name), create.request)),
    ...switches.map(({ endpoint, to, deployment }) =>
      file(switchFile(endpoint), {
        EndpointName: endpoint.name,
        EndpointConfigName: to,
        RetainAllVariantProperties: true,
        ...(deployment && { DeploymentConfig: deployment }),
      }),
    ),
    ...(backout ? switches : []).map(({ endpoint, from }) =>
      file(`back-${switchFile(endpoint)}`, { EndpointName: endpoint.name, EndpointConfigName: from, RetainAllVariantProperties: true }),
    ),
    ...(fix.kind === 'domain'
      ? [file('update-domain.json', fix.update), ...(backout ? [file('back-update-domain.json', fix.back)] : [])]
      : []),
  ];
}

export const requestFile = (type: keyof typeof forms, name: string) => `${forms[type].cli.create}.${name}.json`;
export const switchFile = ({ name }: Old) => `update-endpoint.${name}.json`;
