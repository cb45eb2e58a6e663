import * as z from 'zod';
import { policyFile } from '../src/config/schema.ts';

/** `sagewarden.schema.json`: draft 7, which the editors' YAML support reads best. */
export function policySchemaJson(): string {
  const { $schema, ...schema } = z.toJSONSchema(policyFile, { io: 'input', target: 'draft-7' });
  return `${JSON.stringify({ $schema, title: 'sagewarden.yml', description: 'The policy of sagewarden.', ...schema }, null, 2)}\n`;
}
