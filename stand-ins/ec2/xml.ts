/** EC2's XML: lists are `item` elements, and nothing has attributes. */
export function toXml(value: unknown): string {
  if (Array.isArray(value)) return value.map((each) => `<item>${toXml(each)}</item>`).join('');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, inner]) => `<${name}>${toXml(inner)}</${name}>`)
      .join('');
  }
  return String(value).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
