/** Where the resource types of CloudFormation keep their network (CloudFormation Template Reference). Below Properties. */
export interface TemplateType {
  readonly type: string;
  /** Where this holds, and nothing where it is absent. */
  readonly only?: string;
  readonly vpc?: string;
  readonly isolation?: string;
  readonly encryption?: { readonly flag: string; readonly count: string };
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
}

const inNetworkConfig = (type: string, at: string, count: string, only?: string): TemplateType => ({
  type,
  ...(only && { only }),
  vpc: `${at}.VpcConfig`,
  isolation: `${at}.EnableNetworkIsolation`,
  encryption: { flag: `${at}.EnableInterContainerTrafficEncryption`, count },
  subnets: [`${at}.VpcConfig.Subnets[*]`],
  securityGroups: [`${at}.VpcConfig.SecurityGroupIds[*]`],
});

const definition = (type: string): TemplateType => inNetworkConfig(type, 'NetworkConfig', 'JobResources.ClusterConfig.InstanceCount');

const job = 'MonitoringScheduleConfig.MonitoringJobDefinition';

export const templateTypes: readonly TemplateType[] = [
  {
    type: 'Cluster',
    // A group's own VpcConfig overrides this one.
    vpc: 'VpcConfig',
    subnets: ['VpcConfig.Subnets[*]', 'InstanceGroups[*].OverrideVpcConfig.Subnets[*]'],
    securityGroups: ['VpcConfig.SecurityGroupIds[*]', 'InstanceGroups[*].OverrideVpcConfig.SecurityGroupIds[*]'],
  },
  definition('DataQualityJobDefinition'),
  {
    type: 'Domain',
    subnets: ['SubnetIds[*]'],
    securityGroups: [
      'DefaultUserSettings.SecurityGroups[*]',
      'DefaultSpaceSettings.SecurityGroups[*]',
      'DomainSettings.SecurityGroupIds[*]',
    ],
  },
  {
    type: 'EndpointConfig',
    // Variants that name a model take its network.
    only: 'some Properties.ProductionVariants[*].ModelName !exists',
    vpc: 'VpcConfig',
    isolation: 'EnableNetworkIsolation',
    subnets: ['VpcConfig.Subnets[*]'],
    securityGroups: ['VpcConfig.SecurityGroupIds[*]'],
  },
  {
    type: 'Model',
    vpc: 'VpcConfig',
    isolation: 'EnableNetworkIsolation',
    subnets: ['VpcConfig.Subnets[*]'],
    securityGroups: ['VpcConfig.SecurityGroupIds[*]'],
  },
  definition('ModelBiasJobDefinition'),
  definition('ModelExplainabilityJobDefinition'),
  definition('ModelQualityJobDefinition'),
  inNetworkConfig(
    'MonitoringSchedule',
    `${job}.NetworkConfig`,
    `${job}.MonitoringResources.ClusterConfig.InstanceCount`,
    // A schedule that names a job definition has no network of its own.
    `Properties.${job} exists`,
  ),
  { type: 'NotebookInstance', subnets: ['SubnetId'], securityGroups: ['SecurityGroupIds[*]'] },
  inNetworkConfig('ProcessingJob', 'NetworkConfig', 'ProcessingResources.ClusterConfig.InstanceCount'),
  { type: 'UserProfile', subnets: [], securityGroups: ['UserSettings.SecurityGroups[*]'] },
];
