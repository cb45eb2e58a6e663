/**
 * How long after an event its log file is there, unless it is late: CloudTrail delivers in about 5 minutes on average, and this is three
 * times that (docs/decisions/0012-a-gap-is-not-tampering.md). Milliseconds.
 */
export const usualDelivery = 15 * 60_000;
