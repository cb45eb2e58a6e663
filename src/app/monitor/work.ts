import type { ChangeKey, LedgerEntry, Step } from '../ports.ts';
import type { MonitorWorld } from './world.ts';

/** A change that is ours for the length of a lease, and what is done about it so far. */
export class Work {
  readonly #world: Pick<MonitorWorld, 'ledger' | 'clock'>;
  readonly #lease: string;
  #entry: LedgerEntry;

  constructor(world: Pick<MonitorWorld, 'ledger' | 'clock'>, entry: LedgerEntry, lease: string) {
    this.#world = world;
    this.#entry = entry;
    this.#lease = lease;
  }

  get entry(): LedgerEntry {
    return this.#entry;
  }

  get key(): ChangeKey {
    const { account, region, eventId } = this.#entry;
    return { account, region, eventId };
  }

  now(): string {
    return new Date(this.#world.clock.now()).toISOString();
  }

  update(members: Partial<LedgerEntry>): void {
    this.#entry = { ...this.#entry, ...members };
  }

  /** The first time counts: a step that is done is done. */
  done(step: Step): void {
    if (this.#entry.steps[step] === undefined) this.update({ steps: { ...this.#entry.steps, [step]: this.now() } });
  }

  /** Before each thing that others can see: it is refused when the lease is lost. */
  async save(): Promise<void> {
    await this.#world.ledger.record(this.#entry, this.#lease);
  }

  /** Nothing is owed any more: what only a retry needs goes. */
  async finish(): Promise<void> {
    const { findings, owes, ...kept } = this.#entry;
    this.#entry = { ...kept, doneAt: this.now() };
    await this.save();
  }
}
