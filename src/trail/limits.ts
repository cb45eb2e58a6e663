/** What is held in memory whole, as stored: a digest, an object of a bucket. CloudTrail's own are a few MB (User Guide, "Quotas"). */
export const maxObjectBytes = 128 * 1024 * 1024;

/** CloudTrail writes at most 50 MB before compression (User Guide, "Quotas"); joined files are longer, a bomb ends here. */
export const maxInflatedBytes = 4 * 1024 ** 3;

/** A file of CloudTrail's largest size holds some hundred thousand records; what has many more is not CloudTrail's. */
export const maxRecordsPerObject = 1_000_000;

/** Above this, inflated, a file is parsed piece by piece: parsing it whole takes about ten times its size in memory. */
export const maxWholeBytes = 8 * 1024 * 1024;

/** One record, or what a document holds beside its records. CloudTrail's largest record is 1 MB (User Guide, "Quotas": 256 KB an event). */
export const maxPieceBytes = 16 * 1024 * 1024;
