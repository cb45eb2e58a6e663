import type { NetworkDirectory } from '../app/network-snapshot.ts';
import type { Networks } from '../app/ports.ts';
import { type PlacedConfig, type PlacedOptions, placedClients } from './placed-clients.ts';

export { ec2Operations } from './ec2/operations.ts';

export interface Ec2Options extends PlacedOptions {
  /** How long facts are good for, in milliseconds; 3 minutes unless said. `Infinity` for a run that wants one snapshot. */
  readonly keepFor?: number | undefined;
  /** For all calls of one question, in milliseconds; what is not answered by then is absent. No limit unless said. */
  readonly within?: number | undefined;
}

/**
 * EC2's facts about networks, in every account and Region that the member role opens. What cannot be seen is absent, and named in
 * `problems`; rejects for bugs only. What asks and collects is loaded with the first question: most policies have none.
 */
export function ec2Networks({ keepFor = 3 * 60_000, within, ...options }: Ec2Options): Networks {
  const { now = Date.now } = options;
  const clientFor = placedClients(options, ec2);
  let networks: Networks | undefined;
  return {
    async factsOf(place, needs) {
      const { networksBy } = await import('./ec2/networks.ts');
      networks ??= networksBy({ clientFor, within }, { now, keepFor });
      return networks.factsOf(place, needs);
    },
  };
}

/** Which networks there are. Nothing is kept; rejects for bugs only. */
export function ec2Directory({ within, ...options }: Ec2Options): NetworkDirectory {
  const clientFor = placedClients(options, ec2);
  return {
    async namesIn(place, only) {
      const { directoryBy } = await import('./ec2/networks.ts');
      return directoryBy({ clientFor, within }).namesIn(place, only);
    },
  };
}

async function ec2(config: PlacedConfig) {
  const { ec2: client } = await import('./ec2/networks.ts');
  return client(config);
}
