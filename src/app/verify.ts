import pMap from 'p-map';
import type { Integrity } from '../core/integrity.ts';
import { isDigest, logKey } from '../trail/digests/keys.ts';
import { hashLog } from '../trail/digests/log-file.ts';
import { Sidecars } from '../trail/digests/sidecars.ts';
import { type Asked, DigestVerifier } from '../trail/digests/verifier.ts';
import { skipReason } from '../trail/key.ts';
import { maxObjectBytes } from '../trail/limits.ts';
import type { KeySource } from '../trail/public-keys.ts';
import { notLookedInto, type TrailObject, TrailObjectError, type TrailSource } from '../trail/source.ts';
import { looksLikeLog } from '../trail/text.ts';

export interface VerifyOptions extends Asked {
  readonly keys: KeySource;
  /** @param share of the source that was handed out, 0 to 1, where the source knows */
  readonly onProgress?: (objects: number, share: number | undefined) => void;
}

export interface Verified {
  readonly integrity: Integrity;
  /** Objects that could not be read, folders that were not looked into, and why. */
  readonly problems: readonly { readonly object: string; readonly what: string; readonly fix: string }[];
}

/** A bucket answers many requests side by side; a disk is read one file after another all the same. */
const concurrency = 32;

/**
 * One pass over the source: a digest's key comes before those of the log files that it names. Those that no digest asked for when they came
 * by are read at the end, if one does then. Nothing but names and hashes is kept. Rejects with a `SourceError` or a `PublicKeyError`.
 */
export async function verifyTrail(source: TrailSource, { keys, onProgress, ...asked }: VerifyOptions): Promise<Verified> {
  const pass = new Pass(new DigestVerifier(asked));
  let objects = 0;
  const step = async (found: Found) => {
    await pass.take(found);
    onProgress?.(++objects, source.share?.());
  };
  await pMap(found(source), step, { concurrency });
  await pMap(pass.deferred(), (object) => pass.log(object), { concurrency });
  const { verifier } = pass;
  const unlisted = source.unlisted?.() ?? [];
  const integrity = verifier.finish(await keys(verifier.keyRanges()));
  const problems = [...pass.problems, ...unlisted.map(notLookedInto)];
  return {
    // What was not looked into is not proven.
    integrity: unlisted.length > 0 && integrity.verdict === 'valid' ? { ...integrity, verdict: 'gap' } : integrity,
    problems: problems.sort((a, b) => (a.object < b.object ? -1 : 1)),
  };
}

interface Found {
  readonly object: TrailObject;
  readonly isSidecar: boolean;
}

/** In order of key, which sidecars are told by; what comes after goes on side by side. */
async function* found(source: TrailSource): AsyncIterable<Found> {
  const sidecars = new Sidecars();
  for await (const object of source.objects()) yield { object, isSidecar: sidecars.has(object.key) };
}

class Pass {
  readonly verifier: DigestVerifier;
  readonly problems: { object: string; what: string; fix: string }[] = [];
  readonly #later: TrailObject[] = [];

  constructor(verifier: DigestVerifier) {
    this.verifier = verifier;
  }

  async take({ object, isSidecar }: Found): Promise<void> {
    const { key } = object;
    if (isDigest(key)) {
      if (this.verifier.wantsDigest(key)) await this.#digest(object);
    } else if (this.verifier.isNamed(key)) await this.log(object);
    else if (!isSidecar && mayBeLog(key) && this.verifier.wantsLog(key) && (await isLog(object))) await this.log(object);
    else this.#later.push(object);
  }

  /** What was passed over, and a digest named afterwards. */
  deferred(): TrailObject[] {
    return this.#later.filter(({ key }) => this.verifier.isNamed(key));
  }

  async #digest(object: TrailObject): Promise<void> {
    try {
      const bytes = await object.read();
      this.verifier.addDigest(object.key, bytes, await object.metadata(), object.bucket);
    } catch (error) {
      this.#problem(object, error);
      this.verifier.addDigest(object.key, undefined, undefined, object.bucket);
    }
  }

  async log(object: TrailObject): Promise<void> {
    // Many times what CloudTrail writes is no file of CloudTrail: that is altered, not unreadable.
    if (object.size > maxObjectBytes) return this.verifier.addLog(object.key, { fault: 'format' });
    try {
      const { fact, controls } = hashLog(await object.read());
      this.verifier.addLog(object.key, fact);
      for (const control of controls) this.verifier.addControl({ object: object.key, control });
    } catch (error) {
      this.#problem(object, error);
      this.verifier.addLog(object.key, { fault: 'unreadable' });
    }
  }

  #problem({ key }: TrailObject, error: unknown): void {
    if (!(error instanceof TrailObjectError)) throw error;
    this.problems.push({ object: key, what: error.message, fix: error.fix });
  }
}

/** A bucket and a folder hold other things beside a trail; a log file lies in a folder of CloudTrail's, or has its form of name. */
function mayBeLog(key: string): boolean {
  const skip = skipReason(key, undefined);
  return (skip === undefined || skip === 'not-a-log-file') && (logKey(key) !== undefined || /_CloudTrail_[^/]*$/.test(key));
}

/** Of what is not named as log files are, the bytes tell; what cannot be looked into may be one. */
async function isLog(object: TrailObject): Promise<boolean> {
  if (skipReason(object.key, undefined) === undefined) return true;
  try {
    return looksLikeLog(await object.head());
  } catch (error) {
    if (error instanceof TrailObjectError) return true;
    throw error;
  }
}
