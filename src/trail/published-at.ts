/**
 * When CloudTrail delivered a log file, epoch milliseconds, to the minute; `undefined`: its name does not say.
 * `<account>_CloudTrail_<region>_<YYYYMMDDTHHmmZ>_<unique>.json.gz` (User Guide, "CloudTrail log file name format"); one of the
 * guide's own examples lacks the underscore before the unique part.
 */
export function publishedAt(key: string): number | undefined {
  const [name, year, month, day, hours, minutes] = /_(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})Z[^/]*$/.exec(key) ?? [];
  const time = name === undefined ? Number.NaN : Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:00Z`);
  return Number.isNaN(time) ? undefined : time;
}
