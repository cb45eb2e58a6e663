import { mkdirSync, writeFileSync } from 'node:fs';
import { packaged, readTemplate } from '../deploy/package.ts';
import { everyMember, everything, roleStatements, stackOf } from '../deploy/template.ts';

/** Writes what each role is allowed, everything optional included: a policy a file, for tools that read policies. */

const [, , folder = '.'] = process.argv;
mkdirSync(folder, { recursive: true });
const roles = [
  ...roleStatements(stackOf(packaged().template, everything)),
  ...roleStatements(stackOf(readTemplate('iac/member-account.yml'), everyMember)),
];
for (const [role, Statement] of roles)
  writeFileSync(`${folder}/${role}.json`, JSON.stringify({ Version: '2012-10-17', Statement }, null, 2));
