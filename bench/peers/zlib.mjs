// Node's zlib and nothing else: inflates with its checksum into an output that is sized by the trailer, and forgets it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

let bytes = 0;
for (const entry of readdirSync(process.argv[2], { recursive: true, withFileTypes: true })) {
  if (!entry.name.endsWith('.gz')) continue;
  const stored = readFileSync(join(entry.parentPath ?? entry.path, entry.name));
  bytes += gunzipSync(stored, { chunkSize: stored.readUInt32LE(stored.length - 4) + 1 }).length;
}
console.log(bytes);
