import { Worker } from 'node:worker_threads';
import type { ObjectReading } from './object-reading.ts';
import type { ReadOptions } from './read-object.ts';
import { inThisThread, type ObjectReader, type ReadTask } from './reader.ts';

export interface ThreadOptions extends ReadOptions {
  readonly threads: number;
  /** The bundle of worker.ts. */
  readonly script: URL;
  /** Bytes as stored that are read here before threads are started. */
  readonly startAfter?: number;
}

/** Starting threads takes as long as reading about so much. */
const defaultStartAfter = 1024 * 1024;

/** V8 would let each thread's garbage grow to gigabytes on a large machine; what one file needs at most is a piece of it. */
const resourceLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 16 };

/** Reading ended before the source did: a thread died, or failed by a fault of ours. Nothing can be said about the source. */
export class ReaderError extends Error {
  override name = 'ReaderError';
}

interface Job {
  readonly tasks: readonly ReadTask[];
  readonly bytes: number;
  resolve(readings: readonly ObjectReading[]): void;
  reject(error: Error): void;
}

type Answer = { readonly readings: readonly ObjectReading[] } | { readonly error: string };

/** One thread for each core; the largest of what waits is read first, so that none is left to read it alone at the end. */
export function inThreads({ threads, script, startAfter = defaultStartAfter, sha256 }: ThreadOptions): ObjectReader {
  const here = inThisThread({ sha256 });
  const queue: Job[] = [];
  const workers = new Map<Worker, Job | undefined>();
  let seen = 0;
  let failure: ReaderError | undefined;
  let isClosed = false;

  const fail = (error: ReaderError) => {
    failure ??= error;
    for (const job of [...queue.splice(0), ...workers.values()]) job?.reject(failure);
  };
  const next = (worker: Worker) => {
    const at = queue.reduce((largest, job, index) => (job.bytes > (queue[largest]?.bytes ?? -1) ? index : largest), 0);
    const [job] = queue.splice(at, 1);
    workers.set(worker, job);
    if (job) worker.postMessage(job.tasks, buffersOf(job.tasks));
  };
  const start = () => {
    const worker = new Worker(script, { workerData: { sha256 } satisfies ReadOptions, resourceLimits });
    worker.on('message', (answer: Answer) => {
      const job = workers.get(worker);
      if ('readings' in answer) job?.resolve(answer.readings);
      else fail(new ReaderError(`reading failed in a thread: ${answer.error}`));
      next(worker);
    });
    worker.on('error', (error) => fail(new ReaderError(`a reading thread died: ${error.message}`, { cause: error })));
    worker.on('exit', (code) => {
      if (!isClosed) fail(new ReaderError(`a reading thread ended with code ${code} before its work did`));
    });
    workers.set(worker, undefined);
  };

  return {
    ahead: threads * 8,
    read(tasks) {
      if (failure) return Promise.reject(failure);
      const bytes = tasks.reduce((sum, { size }) => sum + size, 0);
      seen += bytes;
      if (seen <= startAfter && workers.size === 0) return here.read(tasks);
      while (workers.size < threads) start();
      return new Promise((resolve, reject) => {
        queue.push({ tasks, bytes, resolve, reject });
        for (const [worker, job] of workers) if (!job && queue.length > 0) next(worker);
      });
    },
    async close() {
      isClosed = true;
      await Promise.all([...workers.keys()].map((worker) => worker.terminate()));
    },
  };
}

/** Buffers that are wholly ours to give away; the others are copied. */
function buffersOf(tasks: readonly ReadTask[]): ArrayBuffer[] {
  const buffers = tasks.flatMap(({ from }) => {
    if (!('stored' in from)) return [];
    const { buffer, byteLength } = from.stored;
    return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
  });
  return [...new Set(buffers)];
}
