import type { CollectProgress } from '../app/posture/collect.ts';

const everyMs = 200;

/** One line on stderr, on a terminal only; gone when the work is done. */
export function postureProgress(
  quiet: boolean,
  terminal: { readonly isTTY?: boolean; write(text: string): unknown } = process.stderr,
  now: () => number = Date.now,
): { show(progress: CollectProgress): void; clear(): void } {
  if (quiet || !terminal.isTTY) return { show: () => {}, clear: () => {} };
  const started = now();
  let shown = Number.NEGATIVE_INFINITY;
  return {
    show({ answers, account, region, type }) {
      const at = now();
      if (at - shown < everyMs) return;
      shown = at;
      const rate = at - started >= 1_000 ? `, ${Math.round((answers * 1000) / (at - started)).toLocaleString('en-US')}/s` : '';
      terminal.write(`\r\u001b[Kasking: ${answers.toLocaleString('en-US')} resources${rate}, ${type} in ${account} ${region}`);
    },
    clear: () => void terminal.write('\r\u001b[K'),
  };
}
