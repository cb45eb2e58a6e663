import { forms } from '../forms.ts';
import type { OutputFile } from '../output.ts';
import type { JobPlan, Plan } from '../plan.ts';
import { bash } from '../sinks.ts';
import { asserted } from './asserted.ts';
import { created, describing, judged, networkCheck, sameAs, script } from './script.ts';

export function job(plan: Plan, { job: each, models }: JobPlan): OutputFile[] {
  const { old, create } = each;
  const { cli } = forms[create.type];
  const status = `${old.type}Status`;
  const find = describing(create.type, old.name);
  const checks =
    old.type === 'TrainingJob'
      ? ['sagemaker_training_jobs_vpc_settings_configured', 'sagemaker_training_jobs_network_isolation_enabled']
      : [];
  return [
    script(plan, '1-stop.sh', 'Stops the job, if it is this one and it runs. What it has written so far stays.', [
      sameAs(old, create.type),
      `status=$(field ${find} ${status})`,
      'case $status in',
      `  InProgress) sagemaker ${cli.stop} --${cli.option} ${bash(old.name)} ;;`,
      '  Stopping) ;;',
      '  *)',
      `    say "it is $status: there is nothing to stop"`,
      '    exit 0',
      '    ;;',
      'esac',
      `status=$(settle ${find} ${status})`,
      `say "it is $status"`,
    ]),
    script(plan, '2-run-again.sh', 'Runs the job again inside the network, under a new name.', [
      ...networkCheck,
      ...models.map(created),
      ...models.flatMap(asserted),
      created(each),
    ]),
    script(plan, '3-verify.sh', 'Says whether the new job is what it should be. Changes nothing.', [
      ...models.flatMap(asserted),
      ...asserted(each),
      ...judged(plan, [create.arn], checks),
    ]),
  ];
}
