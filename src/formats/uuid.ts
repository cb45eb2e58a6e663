import { createHash } from 'node:crypto';

/** A UUID of version 5 (RFC 9562, 5.5): the same namespace and name give the same one. @param namespace a UUID */
export function uuid5(namespace: string, name: string): string {
  const hash = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Namespace of the tool's own identifiers: the UUID of its evidence schema's address in the RFC's namespace for URLs. */
export const ownNamespace = uuid5('6ba7b811-9dad-11d1-80b4-00c04fd430c8', 'https://sagewarden.dev/evidence/1');

/** A finding's UUID, the same wherever and however often it is found. @param copy copies of an event that differ: 0, 1, ... */
export function findingUuid(
  {
    account,
    region,
    eventId,
    rule,
  }: { readonly account: string; readonly region: string; readonly eventId: string; readonly rule: string },
  copy = 0,
): string {
  const key = JSON.stringify([account, region, eventId, rule]);
  return uuid5(ownNamespace, copy === 0 ? key : `${key} ${copy}`);
}
