import { script } from '../../src/report/html/client.generated.ts';

/** What a page may consist of, beside its one script and its data. Anything else, escaped wrongly or added later, is named. */
const tags = new Set(
  'html head meta title style body a svg symbol circle path use defs pattern rect g text header main nav section div p span h1 h2 h3 b br ul ol li dl dt dd table caption thead tbody tr th td details summary figure figcaption code pre bdi time'.split(
    ' ',
  ),
);
const attributes = new Set(
  'lang charset http-equiv content name id class href role aria-label aria-labelledby aria-hidden tabindex scope focusable viewbox width height x y d cx cy r fill stroke stroke-width stroke-linecap stroke-linejoin patternunits'.split(
    ' ',
  ),
);

/** Every tag, attribute, reference and stray bracket that must not be there; none: the page is inert. */
export function intruders(page: string): string[] {
  const found: string[] = [];
  const styled = page
    .replace(/^<!doctype html>\n/, '')
    .replace(/<style>[^<]*<\/style>/, '<style></style>')
    .replace(`<script>${script}</script>\n`, '')
    .replace(/<template id="population-(columns|hashes)">[^\s"&'(<>@\\`]+<\/template>\n/g, '');
  const rest = styled.replace(
    /<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[^\s"'<>/=]+(?:="[^"<>]*")?)*)\s*\/?>/g,
    (_, __, tag: string, inside: string) => {
      if (!tags.has(tag.toLowerCase())) found.push(`<${tag}>`);
      for (const [, name = '', value = ''] of inside.matchAll(/([^\s"'<>/=]+)(?:="([^"]*)")?/g)) {
        if (!attributes.has(name.toLowerCase())) found.push(`${name}=`);
        if (name === 'href' && !/^#[a-z-]+$/.test(value)) found.push(`href=${value}`);
      }
      return '';
    },
  );
  if (/[<>]/.test(rest)) found.push(`stray bracket near ${/.{0,40}[<>].{0,40}/s.exec(rest)?.[0]}`);
  const controls = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.exec(styled.replaceAll('\n', ''));
  if (controls) found.push(`control character U+${controls[0].codePointAt(0)?.toString(16)}`);
  return found;
}
