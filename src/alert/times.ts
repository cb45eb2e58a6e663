/** `2026-08-01T12:00:00Z` -> `2026-08-01 12:00:00 UTC`; `undefined` where it is no time. */
export function utc(iso: string): string | undefined {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? undefined : `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
