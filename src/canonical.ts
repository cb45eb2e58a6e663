import canonicalize from 'canonicalize';

/** RFC 8785. The package's types are those of an ES module; it is CommonJS, and its export is the function. */
export const canonicalJson = canonicalize as unknown as (value: unknown) => string;
