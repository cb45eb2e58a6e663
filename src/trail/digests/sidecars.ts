import { isSidecar, sidecarSuffix } from './keys.ts';

/** Tells sidecars from what is only named like one: a sidecar lies beside its object, whose key comes before it. */
export class Sidecars {
  #folder = '';
  readonly #seen = new Set<string>();

  /** To be asked of every key, in order. */
  has(key: string): boolean {
    const folder = key.slice(0, key.lastIndexOf('/') + 1);
    if (folder !== this.#folder) {
      this.#folder = folder;
      this.#seen.clear();
    }
    if (isSidecar(key) && this.#seen.has(key.slice(0, -sidecarSuffix.length))) return true;
    this.#seen.add(key);
    return false;
  }
}
