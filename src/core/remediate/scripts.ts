import { library } from './library.ts';
import type { OutputFile } from './output.ts';
import type { Plan } from './plan.ts';
import { domain } from './scripts/domain.ts';
import { hosting } from './scripts/hosting.ts';
import { job } from './scripts/job.ts';
import { notebook } from './scripts/notebook.ts';
import { requests } from './scripts/requests.ts';

/** The fix for the AWS CLI: numbered scripts, each of which can be run again, and the requests that they send. */
export function scripts(plan: Plan, { backout, policy }: { readonly backout: boolean; readonly policy: boolean }): OutputFile[] {
  const { fix } = plan;
  return [
    { path: 'lib.sh', content: library(plan, { policy }), mode: 0o600 },
    ...requests(plan, backout),
    ...(fix.kind === 'hosting' ? hosting(plan, fix, backout) : []),
    ...(fix.kind === 'job' ? job(plan, fix) : []),
    ...(fix.kind === 'notebook' ? notebook(plan, fix, backout) : []),
    ...(fix.kind === 'domain' ? domain(plan, fix, backout) : []),
  ];
}
