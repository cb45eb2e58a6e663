import { type JsonObject, text } from '../json.ts';
import type { Posture } from '../posture.ts';
import { type Layout, layout, type PostureReader, readPlaces, unseen } from './layout.ts';
import { hidden, holders, type Origin } from './walk.ts';

const definitionPath = 'MonitoringScheduleConfig.MonitoringJobDefinition';

const definition: Layout = {
  vpc: 'NetworkConfig.VpcConfig',
  networkIsolation: 'NetworkConfig.EnableNetworkIsolation',
  interContainerTraffic: {
    flag: 'NetworkConfig.EnableInterContainerTrafficEncryption',
    counts: [{ path: 'MonitoringResources.ClusterConfig.InstanceCount', fold: 'sum' }],
  },
  instances: [
    {
      type: 'MonitoringResources.ClusterConfig.InstanceType',
      counts: [{ path: 'MonitoringResources.ClusterConfig.InstanceCount', fold: 'sum' }],
    },
  ],
};

const whole = layout({ within: [definitionPath], ...definition });

/**
 * A schedule has its job inline, or names a job definition, which has a record and a posture of its own. An update replaces
 * MonitoringScheduleConfig as a whole (it is required there), so an absent NetworkConfig in an inline job is none.
 */
export const monitoringSchedule: PostureReader = {
  settings: whole.settings,
  read(request: JsonObject, origin: Origin): Posture {
    const inline = holders(request, definitionPath);
    if (inline.length > 0) return readPlaces(inline, definition, { ...origin, absent: 'default' });
    const config = holders(request, 'MonitoringScheduleConfig')[0];
    const why = config && hidden(config.object);
    if (why) return unseen(monitoringSchedule, why);
    if (config && text(config.object, 'MonitoringJobDefinitionName')) return {};
    return whole.read(request, config ? { ...origin, absent: 'default' } : origin);
  },
};
