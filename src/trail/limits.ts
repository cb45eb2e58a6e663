/**
 * CloudTrail writes at most 50 MB before compression (User Guide, "Quotas"): more than twice that is refused, so that a bomb costs a
 * bounded amount of memory. A file is parsed whole: reading one takes about five times its inflated size.
 */
export const maxObjectBytes = 128 * 1024 * 1024;

/** A file of that size holds some hundred thousand records; what has many more is not CloudTrail's. */
export const maxRecordsPerObject = 1_000_000;
