import { terminalSafe } from './safe-text.ts';

/**
 * For consoles of other tools: what is unsafe is shown, and the text is cut to `limit` UTF-16 units, the mark of the cut included.
 * Never half a surrogate pair: `terminalSafe` leaves whole ones only, and none is cut in two.
 */
export function plainText(text: string, limit: number): string {
  const safe = terminalSafe(text);
  if (safe.length <= limit) return safe;
  let cut = '';
  for (const character of safe.slice(0, limit)) {
    if (cut.length + character.length > limit - 1) break;
    cut += character;
  }
  return `${cut}…`;
}
