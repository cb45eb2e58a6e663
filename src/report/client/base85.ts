/**
 * Bytes as text of a page: four bytes in five letters, where base64 has three in four (6 % less of a page of 6 MB). The letters are
 * those of ASCII that mean nothing to HTML, CSS or a URL in it. A rest of n bytes is n + 1 letters.
 */
const letters = Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at)).filter((letter) => !'"&\'(<>@\\`'.includes(letter));
const base = letters.length;

export function toBase85(bytes: Uint8Array): string {
  const blocks: string[] = [];
  for (let at = 0; at < bytes.length; at += 4) {
    let number = 0;
    for (let byte = 0; byte < 4; byte += 1) number = number * 256 + (bytes[at + byte] ?? 0);
    let block = '';
    for (let digit = 0; digit < 5; digit += 1) {
      block = letters[number % base] + block;
      number = Math.floor(number / base);
    }
    blocks.push(block.slice(0, Math.min(4, bytes.length - at) + 1));
  }
  return blocks.join('');
}

export function fromBase85(text: string): Uint8Array<ArrayBuffer> {
  const values = new Uint8Array(128);
  letters.forEach((letter, value) => {
    values[letter.charCodeAt(0)] = value;
  });
  const length = Math.floor((text.length * 4) / 5);
  const bytes = new Uint8Array(length);
  let to = 0;
  for (let at = 0; at < text.length; at += 5) {
    let number = 0;
    for (let digit = 0; digit < 5; digit += 1) {
      // What was cut off a last block counts as its highest digit: so its bytes come back.
      number = number * base + (at + digit < text.length ? (values[text.charCodeAt(at + digit)] ?? 0) : base - 1);
    }
    for (let shift = 24; shift >= 0 && to < length; shift -= 8) {
      bytes[to] = number / 2 ** shift;
      to += 1;
    }
  }
  return bytes;
}
