import { s3Url } from '../../text/s3-url.ts';
import { type Finding, no, yes } from './check.ts';
import type { Deployment } from './ports.ts';

/** A wrong prefix is a place where nothing lies, and reading it fails nowhere. @param source reconcile's TRAIL_SOURCE */
export async function checkTrailFiles(deployment: Deployment, source: string): Promise<Finding> {
  const place = s3Url(source);
  if (!place) return yes('event history: no bucket is read');
  const found = await deployment.hasObjects(place.bucket, place.prefix);
  const fix =
    "deploy with the trail's own trailBucket and trailPrefix, which aws cloudtrail describe-trails has as S3BucketName and S3KeyPrefix; a slash follows the prefix";
  if (found === undefined) return no(`there is no bucket ${place.bucket}`, fix);
  return found ? yes(`${source} has objects`) : no(`nothing lies under ${source}: what the live path misses is not found`, fix);
}
