import type { Guidance } from '../rule.ts';
import { api, guide, iamKeys, own } from './citations.ts';

export const remoteDebugDisabled: Guidance = {
  appliesTo: 'Training jobs, when they are created and when UpdateTrainingJob changes the setting.',
  failsWhen: 'RemoteDebugConfig.EnableRemoteDebug is true.',
  risk: 'Remote debugging starts the Systems Manager agent in the training container: whoever may call ssm:StartSession gets a shell in it, with the data and the execution role’s credentials, past every inbound rule of a security group.',
  impact: {
    for: ['No interactive way into a training container.'],
    against: ['A job that misbehaves can be looked into only through its logs, metrics and outputs.'],
  },
  defaultValue: 'Disabled.',
  profile: 'Level 2',
  references: [guide('train-remote-debugging'), api('CreateTrainingJob'), api('UpdateTrainingJob'), iamKeys],
  remediation: {
    console: [
      'Remote debugging is set through the API: use the CLI to turn it off.',
      'In the IAM console, add a Deny for sagemaker:CreateTrainingJob and sagemaker:UpdateTrainingJob where sagemaker:EnableRemoteDebug is true.',
      'In the Systems Manager console, look through the session history for sessions to the job’s containers.',
    ],
    cli: `aws sagemaker update-training-job --training-job-name JOB --remote-debug-config EnableRemoteDebug=false
aws sagemaker describe-training-job --training-job-name JOB --query RemoteDebugConfig
aws ssm describe-sessions --state History --filters key=Target,value=sagemaker-training-job:JOB_algo-1`,
  },
  mappings: [own('NIST SP 800-53 r5', 'AC-17', 'SC-7'), own('ISO/IEC 27001:2022', 'A.8.20')],
};
