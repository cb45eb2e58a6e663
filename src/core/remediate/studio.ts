import { type JsonObject, object, text } from '../json.ts';
import { arnOf } from './arn.ts';
import { oldOf, type Wanted } from './hosting.ts';
import { demandLegal, replacementName } from './names.ts';
import type { DomainPlan, NotebookPlan, Place, Seen } from './plan.ts';
import { RemediationRefused } from './refusal.ts';
import { requestOf, withTags } from './request.ts';

/** DirectInternetAccess is set for life (UpdateNotebookInstance has no such member): a new instance, in the subnet. @throws RemediationRefused */
export function planNotebook(place: Place, notebook: Seen, { network, name }: Wanted): NotebookPlan {
  demandLegal(notebook.name, 'the notebook instance');
  const base = requestOf('NotebookInstance', notebook.answer);
  const settings = JSON.stringify([notebook.arn, notebook.creationTime, network]);
  const newName = name === undefined ? replacementName(notebook.name, settings) : demandLegal(name, '--name');
  if (newName === notebook.name)
    throw new RemediationRefused(`--name ${newName}: the old instance has that name, and is kept until the new one is verified`);
  const request: JsonObject = {
    ...base,
    NotebookInstanceName: newName,
    SubnetId: text(base, 'SubnetId') ?? network.subnets[0],
    SecurityGroupIds: network.securityGroupIds,
    DirectInternetAccess: 'Disabled',
  };
  return {
    kind: 'notebook',
    notebook: {
      old: oldOf(notebook),
      create: {
        type: 'NotebookInstance',
        name: newName,
        arn: arnOf(place, 'NotebookInstance', newName),
        request: withTags(request, notebook.tags),
      },
    },
  };
}

/**
 * UpdateDomain changes AppNetworkAccessType only while no app is InService, Pending or Deleting, and not at all once RStudio's
 * DomainExecutionRoleArn is set (API reference, UpdateDomain).
 *
 * @throws RemediationRefused
 */
export function planDomain(domain: Seen, apps: readonly string[]): DomainPlan {
  const domainId = text(domain.answer, 'DomainId') ?? '';
  if (!/^d-[a-z0-9-]{1,61}$/.test(domainId)) throw new RemediationRefused(`DescribeDomain gave no DomainId for ${domain.arn}`);
  const settings = object(domain.answer, 'DomainSettings') ?? {};
  if (text(object(settings, 'RStudioServerProDomainSettings') ?? {}, 'DomainExecutionRoleArn'))
    throw new RemediationRefused(
      `domain ${domainId} has RStudio: AWS does not change AppNetworkAccessType of such a domain. Create a new domain with AppNetworkAccessType VpcOnly and move its users`,
    );
  return {
    kind: 'domain',
    domain: oldOf(domain),
    domainId,
    apps,
    update: { DomainId: domainId, AppNetworkAccessType: 'VpcOnly' },
    back: { DomainId: domainId, AppNetworkAccessType: 'PublicInternetOnly' },
  };
}
