import type { Rule } from '../rule.ts';
import { judgeSetting, mustBe } from '../verdict.ts';

export const remoteDebugDisabled: Rule = {
  id: 'remote-debug-disabled',
  title: 'Training jobs have no remote debugging',
  severity: 'medium',
  enabledByDefault: false,
  remedy:
    'Turn it off with UpdateTrainingJob while the job’s secondary status is Downloading or Training; it is the one setting here that can be changed on a running job. Prevent it with the condition key sagemaker:EnableRemoteDebug, on UpdateTrainingJob too.',
  evaluate: ({ posture }) => judgeSetting(posture, 'remoteDebug', mustBe<boolean>(false)),
};
