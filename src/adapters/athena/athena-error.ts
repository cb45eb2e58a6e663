/** Nothing can be said about what is in a table; one line. What is loaded with Athena's client throws it, and `athena.ts` makes a SourceError of it. */
export class AthenaError extends Error {
  override name = 'AthenaError';
}
