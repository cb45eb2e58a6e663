import { parentPort, workerData } from 'node:worker_threads';
import type { ReadOptions } from './read-object.ts';
import { type ReadTask, readAll } from './reader.ts';

/** A thread that reads objects: tasks come in, readings go out in their order, one message for each, or what went wrong. */

const options = workerData as ReadOptions;

let last = Promise.resolve();

parentPort?.on('message', (tasks: readonly ReadTask[]) => {
  last = last.then(() => answer(tasks));
});

async function answer(tasks: readonly ReadTask[]): Promise<void> {
  try {
    parentPort?.postMessage({ readings: await readAll(tasks, options) });
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
