import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { buildPostureEvidence } from '../app/posture/evidence.ts';
import { judged } from '../app/posture/judged.ts';
import { networkFactsOf, type PlacedFacts } from '../app/posture/network.ts';
import type { AnswerLine, Place } from '../app/posture/ports.ts';
import { PostureTally } from '../app/posture/tally.ts';
import { canonicalJson } from '../canonical.ts';
import type { Evidence } from '../core/evidence/model.ts';
import type { PopulationRow } from '../core/evidence/population.ts';
import { sha256Of } from '../report/hash.ts';
import { line as rowLine } from '../report/jsonl.ts';
import { checkedPopulation, rowsName } from '../report/load/population.ts';
import type { Population, Run } from '../report/reporter.ts';
import { version } from '../version.ts';
import type { OpenedPosture } from './posture-open.ts';
import type { Beside, Told } from './posture-told.ts';

/** Judges what was said: rows and answers stay on the disk. */
export async function takePosture(opened: OpenedPosture, startedAt: string, beside: Beside): Promise<Run & { readonly told: Told }> {
  const { store, snapshot, loaded, networks } = opened;
  await beside.begin();
  const facts = networks ? await networkFactsOf(store.lines(), networks) : [];
  const factsAt = new Map(facts.map(({ facts: own, ...place }) => [keyOf(place), own]));
  const generatedAt = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  const tally = new PostureTally();
  const rows = new Rows(join(store.folder, rowsName));
  const answers = createHash('sha256');
  let lines = 0;
  const context = {
    policy: loaded.policy,
    asOf: generatedAt,
    networkOf: (place: Place) => snapshot?.facts ?? factsAt.get(keyOf(place)),
    sageMaker: opened.sageMaker,
  };
  let text = '';
  function* said(): Generator<AnswerLine> {
    for (text of store.texts()) yield JSON.parse(text) as AnswerLine;
  }
  for await (const each of judged(said(), context)) {
    answers.update(`${text}\n`);
    lines++;
    if (each.resource) beside.take(each.resource);
    const row = tally.add(each, sha256Of([text]));
    if (row) rows.add(row);
  }
  const factLines = facts.map(factLine);
  for (const text of factLines) answers.update(text);
  const jsonlSha256 = rows.end();
  const told = await beside.finish({ lines: store.lines(), listings: store.listings(), since: opened.since, startedAt });
  const evidence = buildPostureEvidence({
    tally,
    places: opened.places,
    types: opened.types,
    since: opened.since ?? null,
    resourceArn: opened.resource?.arn ?? null,
    listings: store.listings(),
    policy: loaded.policy,
    policyOrigin: { source: loaded.source, sha256: loaded.sha256 },
    networkSnapshot: snapshotOf(opened, facts, factLines),
    answers: { lines: lines + factLines.length, sha256: answers.digest('hex') },
    jsonlSha256,
    beside: told,
    startedAt,
    generatedAt,
    version,
  });
  const population = rows.population(store.folder);
  return { evidence, population, answers: () => answerText(store.texts(), factLines), beside: told.files, told };
}

const keyOf = ({ account, region }: Place): string => `${account} ${region}`;

/** EC2's facts are part of what was said: at the end of the answers. */
const factLine = ({ account, region, facts }: PlacedFacts): string => `${canonicalJson({ account, region, networkFacts: facts })}\n`;

function* answerText(texts: Iterable<string>, factLines: readonly string[]): Generator<string> {
  for (const text of texts) yield `${text}\n`;
  yield* factLines;
}

function snapshotOf({ snapshot }: OpenedPosture, facts: readonly PlacedFacts[], factLines: readonly string[]): Evidence['networkSnapshot'] {
  if (snapshot) return { takenAt: snapshot.facts.takenAt, sha256: snapshot.sha256 };
  const takenAt = facts.map(({ facts: { takenAt } }) => takenAt).sort()[0];
  return takenAt === undefined ? null : { takenAt, sha256: sha256Of(factLines) };
}

/** Rows that stay in memory too, 2 KB each; where there are more, each file is made from the disk. */
const keptAtMost = 5_000;

/** `population.jsonl` as it grows. */
class Rows {
  readonly #fd: number;
  readonly #hash = createHash('sha256');
  #pending = '';
  #count = 0;
  #kept: PopulationRow[] = [];

  constructor(path: string) {
    this.#fd = openSync(path, 'w', 0o600);
  }

  add(row: PopulationRow): void {
    this.#count++;
    if (this.#count <= keptAtMost) this.#kept.push(row);
    else this.#kept = [];
    this.#pending += rowLine(row);
    if (this.#pending.length > 1 << 16) this.#flush();
  }

  /** @returns sha256, hex */
  end(): string {
    this.#flush();
    closeSync(this.#fd);
    return this.#hash.digest('hex');
  }

  population(folder: string): Population {
    const kept = this.#kept;
    return this.#count > keptAtMost ? checkedPopulation(folder, this.#count) : { count: this.#count, rows: () => kept };
  }

  #flush(): void {
    const bytes = Buffer.from(this.#pending, 'utf8');
    this.#pending = '';
    this.#hash.update(bytes);
    for (let written = 0; written < bytes.length; ) written += writeSync(this.#fd, bytes, written);
  }
}
