import { folderSource } from '../trail/folder.ts';
import type { TrailSource } from '../trail/source.ts';
import { UsageError } from './errors.ts';

export const sourceHelp = 'folders or files of a CloudTrail archive (AWSLogs/..., *.json.gz, *.json)';

export const networkSnapshotHelp = "EC2's facts for the rules on subnets, security groups and prerequisites (JSON)";

/** SOURCE -> the trail's objects. */
export async function openSource(paths: readonly string[]): Promise<TrailSource> {
  for (const path of paths) {
    const scheme = /^(s3|lookup|athena):/.exec(path)?.[1];
    if (scheme) {
      const instead =
        scheme === 's3'
          ? `copy it first (aws s3 sync ${path.replace(/[^\w./:@-]/g, '?')} trail/) and scan the folder`
          : 'scan a folder of log files';
      throw new UsageError(`${scheme}: is not a source of this version: ${instead}`);
    }
  }
  return folderSource(paths);
}
