import { caseOf, disagreement } from '../test/trail/both-paths.ts';

/** Holds the two ways to read a file against each other: `npm run fuzz:reader -- 10000 1` takes so many files from that seed on. */

const [count = 10_000, first = 1] = process.argv.slice(2).map(Number);
let answered = 0;
let wrong = 0;
for (let seed = first; seed < first + count; seed++) {
  const each = caseOf(seed);
  const result = await disagreement(each);
  if (result.wasFast) answered++;
  if (result.wrong === undefined) continue;
  wrong++;
  console.log(`${each.name}: ${result.wrong}`);
}
console.log(`${count} files, ${answered} answered by the fast path, ${wrong} disagreements`);
process.exitCode = wrong === 0 ? 0 : 1;
