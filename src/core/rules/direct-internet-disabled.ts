import type { Rule } from '../rule.ts';
import { judgeSetting, mustBe } from '../verdict.ts';

/** A subnet alone does not take a notebook off the internet: the default is Enabled with a subnet too. */
export const directInternetDisabled: Rule = {
  id: 'direct-internet-disabled',
  title: 'Notebook instances have no direct internet access',
  severity: 'high',
  enabledByDefault: true,
  remedy:
    'Create a new notebook instance with a subnet, security groups and DirectInternetAccess Disabled, move the work over, and delete the old one last. UpdateNotebookInstance cannot change the setting.',
  evaluate: ({ posture }) => judgeSetting(posture, 'directInternetAccess', mustBe<'Enabled' | 'Disabled'>('Disabled')),
};
