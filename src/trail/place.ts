export interface Place {
  readonly account: string;
  readonly region: string;
}

const logFile = /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?(?<account>\d{12})\/CloudTrail\/(?<region>[a-z0-9-]+)\/\d{4}\/\d{2}\/\d{2}\/[^/]+$/;

/** Whose records a log file holds, by its key (User Guide, "Finding your CloudTrail log files"); `undefined`: it does not say. */
export function placeOf(key: string): Place | undefined {
  const { account, region } = logFile.exec(key)?.groups ?? {};
  return account === undefined || region === undefined ? undefined : { account, region };
}
