import type { OutputFile } from '../output.ts';
import type { NotebookPlan, Plan } from '../plan.ts';
import { bash } from '../sinks.ts';
import { asserted } from './asserted.ts';
import { created, isMade, judged, networkCheck, sameAs, script } from './script.ts';

export function notebook(plan: Plan, { notebook: each }: NotebookPlan, backout: boolean): OutputFile[] {
  const { old, create } = each;
  const verify = [
    ...asserted(each),
    `expect ${bash(`the status of ${create.name}`)} InService "$(field describe-notebook-instance notebook-instance-name ${bash(create.name)} NotebookInstanceStatus)"`,
    ...judged(plan, [create.arn], []),
  ];
  const removal = (name: string) => [
    `if [ "$(field describe-notebook-instance notebook-instance-name ${bash(name)} NotebookInstanceStatus)" = InService ]; then`,
    `  sagemaker stop-notebook-instance --notebook-instance-name ${bash(name)}`,
    'fi',
    `settle describe-notebook-instance notebook-instance-name ${bash(name)} NotebookInstanceStatus >/dev/null`,
    `sagemaker delete-notebook-instance --notebook-instance-name ${bash(name)}`,
  ];
  return [
    script(plan, '1-apply.sh', 'Creates a notebook instance in the subnet, without internet access. The old one goes on.', [
      ...networkCheck,
      created(each),
      `settle describe-notebook-instance notebook-instance-name ${bash(create.name)} NotebookInstanceStatus >/dev/null`,
      ...asserted(each),
      "say 'copy what is on the volume of the old instance (SageMaker/) to the new one, through S3 or git, before the old is deleted'",
    ]),
    script(plan, '2-verify.sh', 'Says whether the new instance is what it should be. Changes nothing.', verify),
    script(plan, '3-delete-old.sh', 'Stops and deletes the old instance and its volume.', [
      `[ "\${1:-}" = --yes-delete-old ] || stop 'this deletes a notebook instance with all files on its volume; say --yes-delete-old'`,
      './2-verify.sh',
      sameAs(old, create.type),
      ...removal(old.name),
    ]),
    ...(backout
      ? [
          script(plan, 'backout.sh', 'Deletes the new instance, where 1-apply.sh has created it; the old one was never touched.', [
            `exists describe-notebook-instance notebook-instance-name ${bash(old.name)} || stop 'the old instance is deleted'`,
            `${isMade(each)} || exit 0`,
            ...removal(create.name),
          ]),
        ]
      : []),
  ];
}
