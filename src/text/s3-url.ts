/** `s3://bucket/prefix`; the prefix may be missing. `undefined`: no such URL. */
export function s3Url(url: string): { readonly bucket: string; readonly prefix: string } | undefined {
  const { bucket, prefix = '' } = /^s3:\/\/(?<bucket>[^/]+)(\/(?<prefix>.*))?$/.exec(url)?.groups ?? {};
  return bucket === undefined ? undefined : { bucket, prefix };
}
