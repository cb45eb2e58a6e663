import * as z from 'zod';
import { evidenceSchema } from '../src/report/schema/evidence.ts';
import { rowSchema } from '../src/report/schema/population.ts';

/** `docs/evidence.schema.json` and `docs/population-row.schema.json`: draft 2020-12, by the path of the file. */
export const evidenceSchemas: Readonly<Record<string, () => string>> = {
  'docs/evidence.schema.json': () =>
    schemaJson(evidenceSchema, 'https://sagewarden.dev/evidence/1', 'evidence.json', 'What one run of sagewarden proves, and how.'),
  'docs/population-row.schema.json': () =>
    schemaJson(rowSchema, 'https://sagewarden.dev/population-row/1', 'A line of population.jsonl', 'One change or failed attempt.'),
};

function schemaJson(schema: z.ZodType, id: string, title: string, description: string): string {
  const { $schema, ...members } = z.toJSONSchema(schema, { target: 'draft-2020-12' });
  return `${JSON.stringify({ $schema, $id: id, title, description, ...members }, null, 2)}\n`;
}
