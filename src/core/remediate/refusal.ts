/** The fix cannot be written; the message says why, and what to do. One line. */
export class RemediationRefused extends Error {
  override readonly name = 'RemediationRefused';
}
