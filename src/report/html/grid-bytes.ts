/** Bytes that the largest needs: 1 to 4. */
export function widthOf(numbers: readonly number[]): number {
  let most = 0;
  for (const number of numbers) if (number > most) most = number;
  return most < 2 ** 8 ? 1 : most < 2 ** 16 ? 2 : most < 2 ** 24 ? 3 : 4;
}

/** All lowest bytes, then all next ones, and so on. */
export function planes(numbers: readonly number[], width: number): Uint8Array {
  const bytes = new Uint8Array(numbers.length * width);
  for (let plane = 0; plane < width; plane += 1) {
    for (let at = 0; at < numbers.length; at += 1) bytes[plane * numbers.length + at] = (numbers[at] ?? 0) >>> (8 * plane);
  }
  return bytes;
}
