import { CloudTrailClient, ListPublicKeysCommand, type ListPublicKeysCommandOutput } from '@aws-sdk/client-cloudtrail';
import { msPerDay } from '../core/time.ts';
import { type KeyRange, PublicKeyError } from '../trail/public-keys.ts';

/** What ListPublicKeys answers, with the region that each key is of: `--public-keys` takes it. */
export interface PublicKeyFile {
  readonly PublicKeyList: readonly {
    readonly Region: string;
    readonly Fingerprint: string;
    readonly ValidityStartTime: string;
    readonly ValidityEndTime: string;
    /** Base64 of DER. */
    readonly Value: string;
  }[];
}

/** Log file integrity validation began then. */
const earliest = Date.UTC(2015, 5, 1);

/**
 * The public keys of CloudTrail that were in force in these ranges: cloudtrail:ListPublicKeys in each region, with the credentials of the
 * environment. Ranges come from names in a bucket, so they are kept to times that can be.
 *
 * @throws PublicKeyError
 */
export async function listPublicKeys(ranges: readonly KeyRange[]): Promise<PublicKeyFile> {
  // On Node 20 the SDK prints eight lines on its own support plans, which are no user's of this program to act on.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const list = new Map<string, PublicKeyFile['PublicKeyList'][number]>();
  for (const { region, from, to } of ranges) {
    const client = new CloudTrailClient({ region, requestHandler: { connectionTimeout: 5_000, requestTimeout: 15_000 } });
    const times = { StartTime: time(from), EndTime: time(to) };
    let NextToken: string | undefined;
    do {
      const command = new ListPublicKeysCommand({ ...times, ...(NextToken !== undefined && { NextToken }) });
      const answer: ListPublicKeysCommandOutput = await client.send(command).catch((error) => fail(region, error));
      for (const { Fingerprint, Value, ValidityStartTime, ValidityEndTime } of answer.PublicKeyList ?? []) {
        if (!Fingerprint || !Value || !ValidityStartTime || !ValidityEndTime)
          throw new PublicKeyError(`cloudtrail:ListPublicKeys in ${region} answered with a key that lacks its value, fingerprint or times`);
        list.set(`${region} ${Fingerprint}`, {
          Region: region,
          Fingerprint,
          ValidityStartTime: ValidityStartTime.toISOString(),
          ValidityEndTime: ValidityEndTime.toISOString(),
          Value: Buffer.from(Value).toString('base64'),
        });
      }
      NextToken = answer.NextToken === NextToken ? undefined : answer.NextToken;
    } while (NextToken);
    client.destroy();
  }
  return { PublicKeyList: [...list.values()] };
}

function time(milliseconds: number): Date {
  return new Date(Math.min(Math.max(milliseconds, earliest), Date.now() + msPerDay));
}

/** What to do about it, by the error's name: the service's own messages name the caller's session. */
const hints: Readonly<Record<string, string>> = {
  AccessDeniedException: 'the caller may not use it: allow cloudtrail:ListPublicKeys',
  CredentialsProviderError: 'no AWS credentials were found',
  ExpiredTokenException: 'the AWS credentials have expired',
  UnrecognizedClientException: 'the AWS credentials are not valid',
  InvalidTimeRangeException: 'the range of time was refused',
  ThrottlingException: 'too many requests: try again later',
  TimeoutError: 'no answer in time',
};

function fail(region: string, error: unknown): never {
  const { name, message, code } = error as Error & { code?: string };
  const what = hints[name] ?? `${code ?? message.split('\n')[0]}`;
  throw new PublicKeyError(
    `cloudtrail:ListPublicKeys in ${region}: ${what} (${name}); without AWS: --public-keys FILE, which sagewarden public-keys writes`,
  );
}
