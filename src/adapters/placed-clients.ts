import { type MemberRole, memberCredentials, type SessionCredentials } from './credentials.ts';

export interface PlacedOptions {
  /** The account whose credentials the environment has; asked for once. Another account is reached by its member role only. */
  readonly homeAccount: string | (() => Promise<string>);
  readonly memberRole?: MemberRole | undefined;
  /** Epoch milliseconds. */
  readonly now?: (() => number) | undefined;
  /** How long to wait for one answer, in milliseconds; 3,000 unless said. */
  readonly answerWithin?: number | undefined;
}

/** A call that is not made at all; `reason` is what the port answers. */
export class NotCalled extends Error {
  override readonly name = 'NotCalled';
  readonly reason: 'access-denied' | 'not-recorded';
  readonly told: string;

  constructor(reason: NotCalled['reason'], told: string) {
    super(told);
    this.reason = reason;
    this.told = told;
  }
}

/**
 * Three attempts of at most 3 seconds and short pauses: four calls end within a function's 30 seconds unless AWS is down, and
 * then the event is tried again by its queue. Without `throwOnRequestTimeout` the SDK only warns of a time-out.
 */
const patience = (answerWithin = 3_000) =>
  ({
    maxAttempts: 3,
    retryMode: 'standard',
    requestHandler: { connectionTimeout: 1_000, requestTimeout: answerWithin, throwOnRequestTimeout: true },
  }) as const;

/** What a client of the SDK is made with. */
export type PlacedConfig = ReturnType<typeof patience> & {
  readonly region: string;
  readonly credentials?: () => Promise<SessionCredentials>;
};

export interface Placed {
  readonly account: string;
  readonly region: string;
}

/** One client per account and Region, kept as long as the process. @throws NotCalled where nobody may be asked */
export function placedClients<Client>(
  { homeAccount, memberRole, now, answerWithin }: PlacedOptions,
  make: (config: PlacedConfig) => Client | Promise<Client>,
): (place: Placed) => Promise<Client> {
  const clients = new Map<string, Client | Promise<Client>>();
  const credentialsIn = memberRole && memberCredentials(memberRole, now);
  let home: Promise<string> | undefined;

  async function homeOf(): Promise<string> {
    home ??= typeof homeAccount === 'string' ? Promise.resolve(homeAccount) : homeAccount();
    home.catch(() => {
      home = undefined;
    });
    return home;
  }

  return async ({ account, region }) => {
    // Both come from a record, and the region becomes part of a host name.
    if (!/^\d{12}$/.test(account) || !/^[a-z0-9-]{1,63}$/.test(region)) throw new NotCalled('not-recorded', 'InvalidPlace');
    const key = `${account} ${region}`;
    const held = clients.get(key);
    if (held) return held;
    const isHome = account === (await homeOf());
    // With the home account's credentials a namesake there would answer, and be stopped.
    if (!isHome && !credentialsIn) throw new NotCalled('access-denied', 'NoMemberRole');
    const client = make({
      region,
      ...patience(answerWithin),
      ...(!isHome && credentialsIn && { credentials: credentialsIn(account, region) }),
    });
    clients.set(key, client);
    return client;
  };
}
