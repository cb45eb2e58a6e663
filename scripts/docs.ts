import { writeFileSync } from 'node:fs';
import { decisionTableMarkdown } from './docs-decision-table.ts';
import { evidenceSchemas } from './docs-evidence-schema.ts';
import { eventPatternJson, tamperingPatternJson } from './docs-pattern.ts';
import { sageMakerActionsJson } from './docs-permissions.ts';
import { rulesMarkdown } from './docs-rules.ts';
import { policySchemaJson } from './docs-schema.ts';

/** `npm run docs`: the documents that are made from the code. Tests hold each against what this writes. */

writeFileSync('docs/rules.md', rulesMarkdown());
writeFileSync('sagewarden.schema.json', policySchemaJson());
writeFileSync('iac/event-pattern.json', eventPatternJson());
writeFileSync('iac/tampering-pattern.json', tamperingPatternJson());
writeFileSync('iac/sagemaker-actions.json', sageMakerActionsJson());
writeFileSync('docs/decision-table.md', decisionTableMarkdown());
for (const [path, text] of Object.entries(evidenceSchemas)) writeFileSync(path, text());
