import { claim } from './html/claim.ts';
import { pageData } from './html/data.ts';
import { exemptions } from './html/exemptions.ts';
import { explorerData } from './html/explorer.ts';
import { files } from './html/files.ts';
import { findings } from './html/findings.ts';
import { contents } from './html/layout.ts';
import { logControl } from './html/log-control.ts';
import { close, open } from './html/page.ts';
import { population } from './html/population.ts';
import { problems } from './html/problems.ts';
import { response } from './html/response.ts';
import { rules } from './html/rules.ts';
import { sample } from './html/sample.ts';
import { scope } from './html/scope.ts';
import { signOff } from './html/sign-off.ts';
import { tieOut } from './html/tie-out.ts';
import { timeline } from './html/timeline.ts';
import { runSha256 } from './json.ts';
import type { Run } from './reporter.ts';

const sections = [scope, findings, timeline, tieOut, logControl, problems, population, exemptions, response, rules, sample, files, signOff];

/** What a run that read no trail has to say. */
const ofPosture = sections.filter((each) => each !== timeline && each !== logControl && each !== response);

/** `report.html`: one file for a person, without a request; without its script all but the explorer of the population is there. The claim and what limits it come before any finding. */
export function* html(run: Run): Generator<string> {
  const data = pageData(run, runSha256(run.evidence));
  yield open(data);
  yield `${claim(data)}${contents(run.evidence.posture !== undefined)}<div class="sections">\n`;
  for (const section of run.evidence.posture ? ofPosture : sections) yield `${section(data)}\n`;
  yield '</div>\n</main>\n';
  yield* explorerData(run);
  yield close;
}
