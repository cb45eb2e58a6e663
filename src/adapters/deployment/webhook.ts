import { Denied, Unanswered } from '../../app/doctor/check.ts';
import type { Deployment } from '../../app/doctor/ports.ts';
import { SecretError, secretReader } from '../secrets.ts';
import { type SlackWebhookOptions, slackWebhook } from '../slack.ts';

/** The secret is read as the function reads it, and goes nowhere but to Slack. */
export function webhooks(options: SlackWebhookOptions): Pick<Deployment, 'webhook'> {
  return {
    async webhook(reference) {
      const secret = secretReader(reference);
      try {
        await secret.read();
      } catch (error) {
        if (!(error instanceof SecretError)) throw error;
        const action = reference.split(':')[2] === 'secretsmanager' ? 'secretsmanager:GetSecretValue' : 'ssm:GetParameter';
        if (/^AccessDenied/.test(error.reason)) throw new Denied(action, error);
        if (error.lasting) return undefined;
        throw new Unanswered(action, error.reason, error);
      }
      return slackWebhook(secret, options).post({});
    },
  };
}
