import { pathToFileURL } from 'node:url';
import { Loader } from '../src/cli/loader.ts';
import type { Reading } from '../src/core/change.ts';
import { folderSource } from '../src/trail/folder.ts';
import { inThisThread, readInOrder } from '../src/trail/reader.ts';
import { inThreads } from '../src/trail/threads.ts';

/** What `scan` reads by, alone: counts SageMaker's records, as its peers do. Arguments: folder, threads, the build's read-worker.js. */

// V8 is set as the program sets it.
new Loader();
const [folder = '', threads = '1', worker = ''] = process.argv.slice(2);
const options = { sha256: false };
const reader = threads === '1' ? inThisThread(options) : inThreads({ ...options, threads: Number(threads), script: pathToFileURL(worker) });
let found = 0;
for await (const { object, reading } of readInOrder((await folderSource([folder])).objects(), reader)) {
  if (reading.fault) throw new Error(`${object.key}: ${reading.fault.what}`);
  for (const { reading: record } of reading.readings) if (isOfSageMaker(record)) found++;
}
await reader.close();
console.log(found);

function isOfSageMaker(record: Reading): boolean {
  return record.kind !== 'trail-control' && !(record.kind === 'ignored' && record.reason === 'other-service');
}
