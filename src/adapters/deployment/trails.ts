import { CloudTrailClient, DescribeTrailsCommand, GetEventSelectorsCommand, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import type { Deployment } from '../../app/doctor/ports.ts';
import { answered, impatient } from './call.ts';

/** Trails of other Regions and of the organisation are listed as shadows; asked about by ARN, each answers as in its own place. */
export function trails(region: string): Pick<Deployment, 'trails' | 'trailState'> {
  const client = new CloudTrailClient({ ...impatient, region });
  return {
    async trails() {
      const { trailList = [] } = await answered('cloudtrail:DescribeTrails', () => client.send(new DescribeTrailsCommand({})));
      return trailList.map(({ Name = '', TrailARN = '', HomeRegion = '', IsMultiRegionTrail = false }) => ({
        name: Name,
        arn: TrailARN,
        homeRegion: HomeRegion,
        multiRegion: IsMultiRegionTrail,
      }));
    },
    async trailState(arn) {
      const status = await answered('cloudtrail:GetTrailStatus', () => client.send(new GetTrailStatusCommand({ Name: arn })));
      const { EventSelectors, AdvancedEventSelectors } = await answered('cloudtrail:GetEventSelectors', () =>
        client.send(new GetEventSelectorsCommand({ TrailName: arn })),
      );
      return {
        logging: status.IsLogging ?? false,
        deliveryError: status.LatestDeliveryError || null,
        selectors: { EventSelectors, AdvancedEventSelectors },
      };
    },
  };
}
