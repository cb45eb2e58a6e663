/** CloudTrail writes at most 50 MB before compression (User Guide, "Quotas"): five times that is refused, so that a bomb costs no memory. */
export const maxObjectBytes = 256 * 1024 * 1024;
