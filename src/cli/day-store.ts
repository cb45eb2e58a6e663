import { folderDays } from '../adapters/folder-days.ts';
import type { DayStore } from '../app/days/ports.ts';
import { s3Url } from '../text/s3-url.ts';
import { UsageError } from './errors.ts';

/** `s3://bucket/prefix`, or a folder. */
export async function openDays(where: string): Promise<DayStore> {
  if (!where.includes('://')) return folderDays(where);
  const place = s3Url(where);
  if (!place) throw new UsageError(`${where}: expected s3://bucket, s3://bucket/prefix or a folder`);
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const { s3Days } = await import('../adapters/s3-days.ts');
  const { bucket, prefix } = place;
  return s3Days({ bucket, prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/` });
}
