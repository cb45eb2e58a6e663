import { Sidecars } from '../trail/digests/sidecars.ts';
import { type SkipReason, skipReason } from '../trail/key.ts';
import { inThisThread, type KnownReadings, readInOrder } from '../trail/reader.ts';
import type { TrailObject, TrailSource } from '../trail/source.ts';
import type { Scanned, ScanOptions } from './scan/model.ts';
import { Pass } from './scan/pass.ts';

/**
 * Reads a trail once, object by object, and keeps what matters. Whatever cannot be read is a problem with a name; that nothing can be
 * read any more is an error: `SourceError`, `ReaderError`.
 */
export async function scanTrail(source: TrailSource, options: ScanOptions): Promise<Scanned> {
  const pass = new Pass(options);
  const { objects, records } = pass.counters;
  const files = logFiles(source, options, pass);
  const readings = readInOrder(files, options.reader ?? inThisThread({ sha256: false }), withGiven(options.known));
  for await (const { object, reading } of readings) {
    pass.takeObject(object.key, reading);
    options.onProgress?.({ objects: objects.listed, records: records.read });
  }
  return pass.finish(source.unlisted?.());
}

/** What the source knows of an object is not read from it, nor kept. */
function withGiven(known: KnownReadings | undefined): KnownReadings {
  return {
    get: (object) => object.reading ?? known?.get(object),
    put: (object, reading) => known?.put(object, reading),
  };
}

/** What is to be read; the rest is counted. */
async function* logFiles(source: TrailSource, options: ScanOptions, pass: Pass): AsyncIterable<TrailObject> {
  const skipReasons = skipReasonsOf(options);
  for await (const object of source.objects()) {
    pass.counters.objects.listed += object.reading?.counted?.objects ?? 1;
    if (object.reading) {
      yield object;
      continue;
    }
    const skip = skipReasons(object.key);
    if (skip === undefined || (skip === 'unlike-a-log-file' && (await pass.looksLikeLog(object)))) yield object;
    else if (skip !== 'unlike-a-log-file') await pass.skip(object, skip);
  }
}

/** `unlike-a-log-file`: only what its bytes say is left out for its name, so that a log file that was renamed is read. */
function skipReasonsOf({ period, verifier }: ScanOptions): (key: string) => SkipReason | 'unlike-a-log-file' | undefined {
  const sidecars = new Sidecars();
  return (key) => {
    const isSidecar = sidecars.has(key);
    const skip = skipReason(key, period);
    if (skip && skip !== 'not-a-log-file') return skip;
    // What a digest names is a log file, whatever its name.
    if (verifier?.isNamed(key)) return undefined;
    return isSidecar ? 'not-a-log-file' : skip && 'unlike-a-log-file';
  };
}
