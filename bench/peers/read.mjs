// Reads every file, and forgets it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

let bytes = 0;
for (const entry of readdirSync(process.argv[2], { recursive: true, withFileTypes: true })) {
  if (entry.name.endsWith('.gz')) bytes += readFileSync(join(entry.parentPath ?? entry.path, entry.name)).length;
}
console.log(bytes);
