import type { ResourceType } from '../../../core/resources/types.ts';

/**
 * How the Terraform provider's resources say what a request of ours says. Source: `terraform providers schema -json` of
 * hashicorp/aws 5.100. A block that may be there once is a list of one; names are the API's in snake case but where said.
 */
export interface PlannedType {
  readonly type: ResourceType;
  /** Attributes and blocks to read, with the API's names. */
  readonly members: Members;
}

/**
 * An attribute: its name in the API. `required`: the provider has to have it, and that it is there is all that is asked. A block: its name,
 * what is in it, and whether the API has a list there.
 */
export interface Members {
  readonly [attribute: string]: string | { readonly required: string } | Block;
}

export interface Block {
  readonly name: string;
  readonly in: Members;
  readonly many?: true;
}

const vpcConfig = { name: 'VpcConfig', in: { subnets: 'Subnets', security_group_ids: 'SecurityGroupIds' } } as const;

const networkConfig: Members = {
  network_config: {
    name: 'NetworkConfig',
    in: {
      vpc_config: vpcConfig,
      enable_network_isolation: 'EnableNetworkIsolation',
      enable_inter_container_traffic_encryption: 'EnableInterContainerTrafficEncryption',
    },
  },
};

const variants = (name: string) => ({
  name,
  many: true as const,
  in: {
    model_name: { required: 'ModelName' },
    instance_type: 'InstanceType',
    initial_instance_count: 'InitialInstanceCount',
    serverless_config: { name: 'ServerlessConfig', in: { memory_size_in_mb: 'MemorySizeInMB' } },
  },
});

const securityGroups = (name: string) => ({ name, in: { security_groups: 'SecurityGroups' } });

export const plannedTypes: Readonly<Record<string, PlannedType>> = {
  aws_sagemaker_data_quality_job_definition: {
    type: 'DataQualityJobDefinition',
    members: {
      name: 'JobDefinitionName',
      ...networkConfig,
      job_resources: {
        name: 'JobResources',
        in: { cluster_config: { name: 'ClusterConfig', in: { instance_count: 'InstanceCount', instance_type: 'InstanceType' } } },
      },
    },
  },
  aws_sagemaker_domain: {
    type: 'Domain',
    members: {
      domain_name: 'DomainName',
      app_network_access_type: 'AppNetworkAccessType',
      subnet_ids: 'SubnetIds',
      vpc_id: 'VpcId',
      default_user_settings: securityGroups('DefaultUserSettings'),
      default_space_settings: securityGroups('DefaultSpaceSettings'),
      domain_settings: { name: 'DomainSettings', in: { security_group_ids: 'SecurityGroupIds' } },
    },
  },
  aws_sagemaker_endpoint_configuration: {
    type: 'EndpointConfig',
    members: {
      name: 'EndpointConfigName',
      production_variants: variants('ProductionVariants'),
      shadow_production_variants: variants('ShadowProductionVariants'),
    },
  },
  aws_sagemaker_model: {
    type: 'Model',
    members: { name: 'ModelName', enable_network_isolation: 'EnableNetworkIsolation', vpc_config: vpcConfig },
  },
  aws_sagemaker_monitoring_schedule: {
    type: 'MonitoringSchedule',
    members: {
      name: 'MonitoringScheduleName',
      monitoring_schedule_config: {
        name: 'MonitoringScheduleConfig',
        in: { monitoring_job_definition_name: { required: 'MonitoringJobDefinitionName' } },
      },
    },
  },
  aws_sagemaker_notebook_instance: {
    type: 'NotebookInstance',
    members: {
      name: 'NotebookInstanceName',
      direct_internet_access: 'DirectInternetAccess',
      subnet_id: 'SubnetId',
      security_groups: 'SecurityGroupIds',
    },
  },
  aws_sagemaker_pipeline: {
    type: 'Pipeline',
    members: { pipeline_name: 'PipelineName', pipeline_definition: 'PipelineDefinition' },
  },
  aws_sagemaker_user_profile: {
    type: 'UserProfile',
    members: { user_profile_name: 'UserProfileName', user_settings: securityGroups('UserSettings') },
  },
  aws_sagemaker_workforce: {
    type: 'Workforce',
    members: {
      workforce_name: 'WorkforceName',
      workforce_vpc_config: {
        name: 'WorkforceVpcConfig',
        in: { vpc_id: 'VpcId', subnets: 'Subnets', security_group_ids: 'SecurityGroupIds' },
      },
    },
  },
};

/** Resources of the provider that have no network of their own, or take it from what they name. */
export const withoutNetwork: ReadonlySet<string> = new Set([
  'aws_sagemaker_app',
  'aws_sagemaker_app_image_config',
  'aws_sagemaker_code_repository',
  'aws_sagemaker_device',
  'aws_sagemaker_device_fleet',
  'aws_sagemaker_endpoint',
  'aws_sagemaker_feature_group',
  'aws_sagemaker_flow_definition',
  'aws_sagemaker_hub',
  'aws_sagemaker_human_task_ui',
  'aws_sagemaker_image',
  'aws_sagemaker_image_version',
  'aws_sagemaker_mlflow_tracking_server',
  'aws_sagemaker_model_package_group',
  'aws_sagemaker_model_package_group_policy',
  'aws_sagemaker_notebook_instance_lifecycle_configuration',
  'aws_sagemaker_project',
  'aws_sagemaker_servicecatalog_portfolio_status',
  'aws_sagemaker_space',
  'aws_sagemaker_studio_lifecycle_config',
  'aws_sagemaker_workteam',
]);
