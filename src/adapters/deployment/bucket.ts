import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { Deployment } from '../../app/doctor/ports.ts';
import { asked, impatient } from './call.ts';

/** A trail's bucket may be in another Region. */
export function buckets(region: string): Pick<Deployment, 'hasObjects'> {
  const client = new S3Client({ ...impatient, region, followRegionRedirects: true });
  return {
    async hasObjects(Bucket, Prefix) {
      const found = await asked('s3:ListBucket', () => client.send(new ListObjectsV2Command({ Bucket, Prefix, MaxKeys: 1 })));
      return found && (found.KeyCount ?? 0) > 0;
    },
  };
}
