import type { Progress } from '../app/scan.ts';

const everyMs = 100;

/** One line on stderr, on a terminal only; it is gone when the work is done. */
export function progressLine(quiet: boolean): { show: (progress: Progress) => void; clear: () => void } {
  if (quiet || !process.stderr.isTTY) return { show: () => {}, clear: () => {} };
  let shown = 0;
  return {
    show({ objects, records }) {
      const now = Date.now();
      if (now - shown < everyMs) return;
      shown = now;
      process.stderr.write(`\r\u001b[Kreading: ${objects} objects, ${records} records`);
    },
    clear: () => void process.stderr.write('\r\u001b[K'),
  };
}
