import { type JsonObject, text } from '../json.ts';
import type { Placed, Posture } from '../posture.ts';
import { layout, type PostureReader } from './layout.ts';
import { find, holders, type Origin, parseVpcConfig, readValue } from './walk.ts';

const cluster = layout({
  vpc: 'VpcConfig',
  instances: [{ type: 'InstanceGroups[].InstanceType', counts: [{ path: 'InstanceGroups[].InstanceCount', fold: 'sum' }] }],
});

/**
 * A HyperPod group without an OverrideVpcConfig has the cluster's VpcConfig, which UpdateCluster cannot change. A group's place
 * goes by its name, so that an update is held against what the same group was created with.
 */
export const hyperPodCluster: PostureReader = {
  settings: cluster.settings,
  read(request: JsonObject, origin: Origin): Posture {
    const { vpc: own = [], ...rest } = cluster.read(request, origin);
    const groups = ['InstanceGroups', 'RestrictedInstanceGroups'].flatMap((list) =>
      holders(request, `${list}[]`).map(({ at, object }) => {
        const name = text(object, 'InstanceGroupName');
        return { at: name ? `${list}[${name}].` : at, object };
      }),
    );
    const placed = groups.map(({ at, object }) => {
      const override = find(object, 'OverrideVpcConfig');
      const inherited = own[0]?.value;
      return {
        at: `${at}OverrideVpcConfig`,
        value: override.kind === 'absent' && inherited ? inherited : readValue(override, origin, null, parseVpcConfig),
      };
    });
    return { ...rest, vpc: placed.length > 0 ? placed : own, clusterVpc: own };
  },
};

/** A place of a group goes by the group's name: an update is about the groups that it names, and leaves the others alone. */
export const isGroup = ({ at }: Pick<Placed<unknown>, 'at'>): boolean => at.endsWith('.OverrideVpcConfig');

/** A place of one of these groups. */
export const isGroupIn = ({ at }: Pick<Placed<unknown>, 'at'>, names: readonly string[]): boolean =>
  names.some((name) => at.endsWith(`[${name}].OverrideVpcConfig`));
