import { type CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { maxObjectBytes } from '../../trail/limits.ts';
import { TrailObjectError } from '../../trail/source.ts';
import { isThrottle, patient, retrying } from '../retry.ts';
import { Pace } from './pace.ts';
import { type HistoryItem, logFile } from './records.ts';
import type { LookupWindow } from './windows.ts';

/** One account in one Region: CloudTrail's limit of requests is for each of these. */
export class Lane {
  readonly #client: Pick<CloudTrailClient, 'send'>;
  readonly #place: string;
  readonly #pace: Pace;
  #refused: TrailObjectError | undefined;

  constructor(client: Pick<CloudTrailClient, 'send'>, place: { account: string; region: string }, perSecond: number) {
    this.#client = client;
    this.#place = `account ${place.account}, ${place.region}`;
    this.#pace = new Pace(perSecond);
  }

  /** Every event of a window, as a log file. @throws TrailObjectError */
  async fetch(window: LookupWindow): Promise<Buffer> {
    // What is refused once is refused for the next day too, and each would wait for its turn.
    if (this.#refused) throw this.#refused;
    try {
      return logFile(await this.#everyPage(window));
    } catch (error) {
      throw this.#problem(error);
    }
  }

  async #everyPage(window: LookupWindow): Promise<HistoryItem[]> {
    for (let start = 1; ; start++) {
      try {
        return await this.#pages(window);
      } catch (error) {
        // A token that has run out: from the first page once more, since only the token knows where the next one begins.
        if ((error as Error).name !== 'InvalidNextTokenException' || start === 3) throw error;
      }
    }
  }

  async #pages({ eventSource, first, last }: LookupWindow): Promise<HistoryItem[]> {
    const items: HistoryItem[] = [];
    let bytes = 0;
    let token: string | undefined;
    do {
      const command = new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'EventSource', AttributeValue: eventSource }],
        StartTime: new Date(first),
        EndTime: new Date(last),
        MaxResults: 50,
        ...(token !== undefined && { NextToken: token }),
      });
      const answer = await retrying(
        async () => {
          await this.#pace.turn();
          return this.#client.send(command);
        },
        { ...patient, onFailure: (error) => isThrottle(error) && this.#pace.throttled() },
      );
      for (const { EventId, CloudTrailEvent } of answer.Events ?? []) {
        bytes += CloudTrailEvent?.length ?? 0;
        items.push({ id: EventId ?? '', cloudTrailEvent: CloudTrailEvent });
      }
      if (bytes > maxObjectBytes) throw tooMuch();
      token = answer.NextToken;
    } while (token !== undefined);
    return items;
  }

  #problem(error: unknown): TrailObjectError {
    if (error instanceof TrailObjectError) return error;
    const { name, code } = error as Error & { code?: string };
    if (name === 'AccessDeniedException' || name === 'AccessDenied') {
      this.#refused = new TrailObjectError(
        `${this.#place}: access denied (cloudtrail:LookupEvents)`,
        'allow cloudtrail:LookupEvents to the caller or the role; where an SCP denies the Region, leave it out of --regions',
        error,
      );
      return this.#refused;
    }
    if (name === 'UnrecognizedClientException' || name === 'InvalidClientTokenId') {
      this.#refused = new TrailObjectError(
        `${this.#place}: the credentials are not valid there`,
        'is the Region enabled in the account? If not, leave it out of --regions',
        error,
      );
      return this.#refused;
    }
    const what = /^\w{1,60}$/.test(name) && name !== 'Error' ? name : (code ?? 'an unknown error');
    return new TrailObjectError(
      `${this.#place}: event history did not answer, after several attempts: ${what}`,
      'scan again, with --resume',
      error,
    );
  }
}

function tooMuch(): TrailObjectError {
  return new TrailObjectError(
    `more than ${maxObjectBytes} bytes of events on one day`,
    "event history is no way to read so much: scan the trail's bucket (s3://...)",
  );
}
