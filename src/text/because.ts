import type { Because } from '../core/rule.ts';
import { counted } from './numbers.ts';

/** What was found where, in one line: the first places, and how many more. Names are as the record has them: the sink escapes. */
export function becauseWords(because: readonly Because[], limit = 3): string {
  const places = because.slice(0, limit).map(({ at, found, expected }) => `${at}: found ${found}, expected ${expected}`);
  const more = because.length - places.length;
  return places.join('; ') + (more > 0 ? `; and ${counted(more, 'more place')}` : '');
}
