import { forms } from '../forms.ts';
import type { OutputFile } from '../output.ts';
import type { Old, Plan, Replacement } from '../plan.ts';
import { bash, comment } from '../sinks.ts';
import { requestFile } from './requests.ts';

/** A script that sources lib.sh, and first of all holds the account it runs in against the plan's. */
export function script({ target }: Plan, path: string, what: string, lines: readonly string[]): OutputFile {
  const content = `#!/usr/bin/env bash
# Written by sagewarden remediate for ${comment(target.arn)}
# ${what}
set -euo pipefail
umask 077
cd "$(dirname "\${BASH_SOURCE[0]}")"
# shellcheck source=lib.sh
. ./lib.sh

right_account
${lines.join('\n')}
`;
  return { path, content, mode: 0o700 };
}

export const networkCheck = [`[ "\${1:-}" = --skip-network-check ] || check_network`];

/** What `describe` takes to find one, and what else is said: words of a command line. */
export function describing(type: keyof typeof forms, name: string, ...more: readonly string[]): string {
  const { cli } = forms[type];
  return [cli.describe, cli.option, name, ...more].map(bash).join(' ');
}

export function created({ create: { type, name }, there }: Replacement): string {
  const known = there ? [`${there.arn} ${seconds(there.creationTime)}`] : [];
  return `create ${describing(type, name, `${type}Arn`, forms[type].cli.create, requestFile(type, name), ...known)}`;
}

/** A condition: only what a script of the folder has created may be deleted by another. */
export const isMade = ({ create: { type, name } }: Replacement): string => `made ${describing(type, name, `${type}Arn`)}`;

/** Stops where the name by now is another resource's: another ARN, or created at another time. */
export function sameAs(old: Old, type: keyof typeof forms): string {
  return `same ${describing(type, old.name, `${old.type}Arn`, old.arn, seconds(old.creationTime))}`;
}

const seconds = (time: string | null): string => String(Math.floor(Date.parse(time ?? '') / 1000));

/** Our own judge; the peer's command for whoever wants a second opinion. */
export function judged({ region }: Plan, arns: readonly string[], checks: readonly string[]): string[] {
  return [
    ...arns.map((arn) => `judge ${bash(arn)}`),
    ...(checks.length > 0 ? [`say ${bash(`a second opinion: prowler aws --region ${region} --checks ${checks.join(' ')}`)}`] : []),
  ];
}
