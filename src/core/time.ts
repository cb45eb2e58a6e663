/** Milliseconds, in which the epoch's times are counted. */
export const msPerHour = 3_600_000;
export const msPerDay = 86_400_000;
