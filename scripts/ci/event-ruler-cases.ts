import { mkdirSync, writeFileSync } from 'node:fs';
import { eventCases } from '../deploy/event-cases.ts';
import { packaged } from '../deploy/package.ts';

/** Writes the patterns of the packaged template, a file each, and the events, a line each: `wanted TAB name TAB event`. */

const [, , folder = '.'] = process.argv;
mkdirSync(`${folder}/patterns`, { recursive: true });
for (const [id, { Type, Properties }] of Object.entries(packaged().template.Resources)) {
  const pattern = Type === 'AWS::Events::Rule' && Properties.EventPattern;
  if (pattern) writeFileSync(`${folder}/patterns/${id}.json`, JSON.stringify(pattern));
}
const lines = eventCases().map(({ name, wanted, event }) => `${wanted}\t${name}\t${JSON.stringify(event)}\n`);
writeFileSync(`${folder}/cases.tsv`, lines.join(''));
