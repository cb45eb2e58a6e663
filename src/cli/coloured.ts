/** https://no-color.org: set and not empty, no colour. */
export function coloured(): boolean {
  return process.stdout.isTTY === true && !process.env.NO_COLOR;
}
