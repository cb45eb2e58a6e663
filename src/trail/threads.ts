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

/** Up to so many threads, this one is among those that read; with more, it has enough to do with what they bring. */
const mostWithThisOne = 4;

/** Jobs that a thread has at a time: one to read, and one to go on with while this thread is reading itself. */
const jobsAtATime = 2;

/** One thread for each core; they read the largest first of what waits, so that none is left to read it alone at the end. */
export function inThreads({ threads, script, startAfter = defaultStartAfter, sha256 }: ThreadOptions): ObjectReader {
  const here = inThisThread({ sha256 });
  const queue: Job[] = [];
  const workers = new Map<Worker, Job[]>();
  let seen = 0;
  let failure: ReaderError | undefined;
  let isReading = false;
  let isClosed = false;

  const fail = (error: ReaderError) => {
    failure ??= error;
    for (const job of [...queue.splice(0), ...[...workers.values()].flat()]) job.reject(failure);
  };
  const start = () => {
    const worker = new Worker(script, { workerData: { sha256 } satisfies ReadOptions, resourceLimits });
    const jobs: Job[] = [];
    worker.on('message', (answer: Answer) => {
      if ('readings' in answer) jobs.shift()?.resolve(answer.readings);
      else fail(new ReaderError(`reading failed in a thread: ${answer.error}`));
      handOut();
    });
    worker.on('error', (error) => fail(new ReaderError(`a reading thread died: ${error.message}`, { cause: error })));
    worker.on('exit', (code) => {
      if (!isClosed) fail(new ReaderError(`a reading thread ended with code ${code} before its work did`));
    });
    workers.set(worker, jobs);
  };
  const handOut = () => {
    for (let at = 0; at < jobsAtATime; at++) {
      for (const [worker, jobs] of workers) {
        const job = jobs.length <= at ? take(queue, (one, other) => one.bytes > other.bytes) : undefined;
        if (!job) continue;
        jobs.push(job);
        worker.postMessage(job.tasks, buffersOf(job.tasks));
      }
    }
    if (queue.length > 0 && workers.size < threads && !isReading) {
      isReading = true;
      // After what the threads have brought by then.
      setImmediate(readHere);
    }
  };
  const readHere = async () => {
    const job = take(queue, (one, other) => one.bytes < other.bytes);
    try {
      if (job) job.resolve(await here.read(job.tasks));
    } catch (error) {
      job?.reject(error as Error);
    }
    isReading = false;
    handOut();
  };

  return {
    ahead: threads * 8,
    read(tasks) {
      if (failure) return Promise.reject(failure);
      const bytes = tasks.reduce((sum, { size }) => sum + size, 0);
      seen += bytes;
      if (seen <= startAfter && workers.size === 0) return here.read(tasks);
      // Who fetches objects has that to do.
      const isOneOfThem = threads > 1 && threads <= mostWithThisOne && tasks.every(({ from }) => 'path' in from);
      while (workers.size < (isOneOfThem ? threads - 1 : threads)) start();
      return new Promise((resolve, reject) => {
        queue.push({ tasks, bytes, resolve, reject });
        handOut();
      });
    },
    async close() {
      isClosed = true;
      await Promise.all([...workers.keys()].map((worker) => worker.terminate()));
    },
  };
}

/** Takes out the first that no other one is better than. */
function take(queue: Job[], isBetter: (one: Job, other: Job) => boolean): Job | undefined {
  const best = queue.reduce((best, job, at) => (isBetter(job, queue[best] ?? job) ? at : best), 0);
  return queue.splice(best, 1)[0];
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
