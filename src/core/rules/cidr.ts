/** Is the whole IPv4 network `inner` within `outer`? `false` for what is no IPv4 network. */
export function contains(outer: string, inner: string): boolean {
  const [wide, narrow] = [parse(outer), parse(inner)];
  if (!wide || !narrow || wide.prefix > narrow.prefix) return false;
  const size = 2 ** (32 - wide.prefix);
  return Math.floor(wide.address / size) === Math.floor(narrow.address / size);
}

function parse(cidr: string): { readonly address: number; readonly prefix: number } | undefined {
  const [, a, b, c, d, bits] = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr) ?? [];
  const octets = [a, b, c, d].map(Number);
  const prefix = Number(bits);
  if (bits === undefined || prefix > 32 || octets.some((octet) => octet > 255)) return undefined;
  return { address: octets.reduce((sum, octet) => sum * 256 + octet, 0), prefix };
}
