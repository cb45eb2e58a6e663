import type { Mapping } from '../rule.ts';

/** A page of the SageMaker API reference. */
export const api = (page: string): string => `https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_${page}.html`;

/** A page of the SageMaker developer guide. */
export const guide = (page: string): string => `https://docs.aws.amazon.com/sagemaker/latest/dg/${page}.html`;

/** The condition keys that prevent what the rules detect. */
export const iamKeys = 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html';

/** Security Hub's controls for SageMaker, with the requirements that AWS maps them to. */
export const securityHubControls = 'https://docs.aws.amazon.com/securityhub/latest/userguide/sagemaker-controls.html';

/** The publisher asks the same question under this identifier, or maps its own check of it to the framework. */
export const published = (framework: string, ...ids: readonly string[]): Mapping => ({ framework, ids, source: 'published' });

/** Nobody published it: our reading of the requirement. */
export const own = (framework: string, ...ids: readonly string[]): Mapping => ({ framework, ids, source: 'own' });
