interface Place {
  readonly eventTime: string;
  readonly eventId: string;
  readonly object: string;
  readonly recordIndex: number | null;
}

/** Time, then event id, then place: the same order whatever the order of the files, and whatever the language of the machine. */
export function byTimeAndPlace(a: Place, b: Place): number {
  return (
    Date.parse(a.eventTime) - Date.parse(b.eventTime) ||
    compare(a.eventId, b.eventId) ||
    compare(a.object, b.object) ||
    (a.recordIndex ?? 0) - (b.recordIndex ?? 0)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
