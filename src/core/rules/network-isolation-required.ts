import type { Rule } from '../rule.ts';
import { judgeSetting, mustBe } from '../verdict.ts';

/** Isolation and VPC are independent: a container in a VPC still has a network, an isolated one has none anywhere. */
export const networkIsolationRequired: Rule = {
  id: 'network-isolation-required',
  title: 'Containers are isolated from every network',
  severity: 'high',
  // Prowler rates models and training jobs high; of monitoring only Security Hub speaks: SageMaker.11, .12 and .14 medium, .20
  // (explainability) and .25 (quality) high.
  severityOf: {
    DataQualityJobDefinition: 'medium',
    ModelBiasJobDefinition: 'medium',
    MonitoringSchedule: 'medium',
  },
  enabledByDefault: true,
  remedy:
    'Create the replacement with EnableNetworkIsolation set: it cannot be changed on a model or a job. For a model, switch the endpoint to a new endpoint config, verify, and only then delete the old model. Test first that the container runs without a network.',
  evaluate: ({ posture }) => judgeSetting(posture, 'networkIsolation', mustBe<boolean>(true)),
};
