/** A tag's key or value may have letters, digits, space and `_.:/=+-@` of any script (service model, TagKey and TagValue). */
const illegal = /[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu;

/** What is not allowed becomes `_`; at most 128 characters of a key and 256 of a value. */
export function legalTag({ key, value }: { readonly key: string; readonly value: string }): { Key: string; Value: string } {
  return { Key: clip(key, 128), Value: clip(value, 256) };
}

function clip(text: string, length: number): string {
  // A letter of two UTF-16 units is kept whole or not at all.
  return text
    .replace(illegal, '_')
    .slice(0, length)
    .replace(/[\ud800-\udbff]$/, '');
}
