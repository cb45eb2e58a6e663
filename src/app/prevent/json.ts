import { minified } from '../../core/prevent/pack.ts';
import { type Artifact, description, type Material, numbered, script } from './artifact.ts';

/** Service control policies, as `aws organizations create-policy` takes them, and the commands. */
export function scp({ prevention }: Material): Artifact[] {
  const files = prevention.documents.map((document, index, { length }) => ({
    name: `${numbered('sagewarden-scp', index, length)}.json`,
    text: `${minified(document)}\n`,
  }));
  const commands = files.map(
    ({ name }, index) => `policy_id=$(aws organizations create-policy --type SERVICE_CONTROL_POLICY \\
  --name ${numbered('sagewarden-prevention', index, files.length)} --description '${description}' \\
  --content file://${name} --query Policy.PolicySummary.Id --output text)
aws organizations attach-policy --policy-id "$policy_id" --target-id "$target"`,
  );
  return [
    ...files,
    script(
      'attach-scp.sh',
      `# In the management account, or a delegated administrator's. FullAWSAccess has to stay attached: these documents only deny.
# They bind every principal of the target but service-linked roles; nobody in the management account.
target=\${1:?"usage: $0 ROOT_OU_OR_ACCOUNT_ID"}
${commands.join('\n')}`,
    ),
  ];
}

/** Customer managed policies, as `aws iam create-policy` takes them, and the commands. */
export function iam({ prevention }: Material): Artifact[] {
  const files = prevention.documents.map((document, index, { length }) => ({
    name: `${numbered('sagewarden-iam', index, length)}.json`,
    text: `${JSON.stringify(document, null, 2)}\n`,
  }));
  const commands = files.map(
    ({ name }, index) => `policy_arn=$(aws iam create-policy --policy-name ${numbered('sagewarden-prevention', index, files.length)} \\
  --description '${description}' --policy-document file://${name} --query Policy.Arn --output text)
for role in "$@"; do aws iam attach-role-policy --role-name "$role" --policy-arn "$policy_arn"; done`,
  );
  return [
    ...files,
    script(
      'attach-iam.sh',
      `# To every role that creates SageMaker resources: people's, pipelines' and execution roles.
: "\${1:?"usage: $0 ROLE_NAME..."}"
${commands.join('\n')}`,
    ),
  ];
}
