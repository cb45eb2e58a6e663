import type { TrailObject } from './archive.ts';
import type { Size } from './calendar.ts';
import { digestChain, headObject, publicKeyFile, sha256 } from './digests.ts';
import { seededSigner } from './signing.ts';
import { day, hour, quarter } from './time.ts';
import { type ArchiveFile, contentOf, type Digested } from './write.ts';

/**
 * CloudTrail delivers a digest an hour. The bundled archive has one a day, so that it stays small, and the metadata of the newest ones
 * only: of the others, the digest after it has the signature.
 */
const spans: Readonly<Record<Size, number>> = { small: day, full: hour };

/** Late deliveries come after the quarter's end. */
const to = quarter.to + 10 * day;

/** The digests of an archive, signed with keys that are made from a seed. */
export function digested(objects: readonly TrailObject[], size: Size): Digested {
  const span = spans[size];
  const places = new Map(objects.map(({ account, region }) => [`${account} ${region}`, { account, region }]));
  const delivered = objects.map((object) => ({ ...object, delivered: object.published, sha256: sha256(contentOf(object)) }));
  const end = Math.max(quarter.to, ...objects.map(({ published }) => published));
  const files = [...places.values()].flatMap(({ account, region }): ArchiveFile[] => {
    const own = delivered.filter((object) => object.account === account && object.region === region);
    const from = Math.min(quarter.from, ...own.map(({ published }) => Math.floor(published / span) * span));
    const chain = { account, region, trail: 'organisation', home: 'eu-west-1', bucket: 'amzn-s3-demo-trail' };
    const digests = digestChain(chain, own, { from, to: Math.min(to, end + span), span }, signerOf(region));
    return digests.flatMap(({ key, text, metadata }, index): ArchiveFile[] => {
      const digest = { key, text, compressed: true };
      if (size === 'small' && index < digests.length - 1) return [digest];
      return [digest, { key: `${key}.metadata.json`, text: headObject(metadata), compressed: false }];
    });
  });
  const regions = [...new Set(objects.map(({ region }) => region))].sort();
  const keys = regions.map((region) => ({ region, signer: signerOf(region), from: quarter.from - 30 * day, to: to + 30 * day }));
  return { files, publicKeys: `${JSON.stringify(publicKeyFile(keys), null, 2)}\n` };
}

function signerOf(region: string): ReturnType<typeof seededSigner> {
  return seededSigner(`sagewarden sample ${region}`);
}
