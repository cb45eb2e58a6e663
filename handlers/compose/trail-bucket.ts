import { s3Url } from '../../src/text/s3-url.ts';

/** `s3://bucket/prefix`. @throws Error for anything else */
export function trailBucket(where: string): { readonly bucket: string; readonly prefix: string } {
  const place = s3Url(where);
  if (!place) throw new Error('TRAIL_SOURCE is neither s3://bucket/prefix nor, where that will do, lookup:');
  return place;
}
