/** `s3://bucket/prefix`. @throws Error for anything else */
export function trailBucket(where: string): { readonly bucket: string; readonly prefix: string } {
  const { bucket, prefix = '' } = /^s3:\/\/(?<bucket>[^/]+)(\/(?<prefix>.*))?$/.exec(where)?.groups ?? {};
  if (bucket === undefined) throw new Error('TRAIL_SOURCE is neither s3://bucket/prefix nor, where that will do, lookup:');
  return { bucket, prefix };
}
