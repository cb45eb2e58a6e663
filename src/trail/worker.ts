import { parentPort, workerData } from 'node:worker_threads';
import type { ReadOptions } from './read-object.ts';
import { type ReadTask, readTask } from './reader.ts';

/** A thread that reads objects: tasks come in, readings go out in their order, or what went wrong. */

const options = workerData as ReadOptions;

parentPort?.on('message', async (tasks: readonly ReadTask[]) => {
  try {
    const readings = [];
    for (const task of tasks) readings.push(await readTask(task, options));
    parentPort?.postMessage({ readings });
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
