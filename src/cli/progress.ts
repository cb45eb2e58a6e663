import type { Progress } from '../app/scan/model.ts';

const everyMs = 200;

/** Nothing is said of the time left before so many milliseconds: it would jump. */
const settledAfter = 3_000;

interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface ProgressLine {
  show(progress: Progress): void;
  clear(): void;
}

export interface ProgressOptions {
  readonly quiet: boolean;
  /** How much of the source was handed out, 0 to 1. */
  readonly share?: (() => number | undefined) | undefined;
  readonly terminal?: Terminal;
  readonly now?: () => number;
}

/** One line on stderr, on a terminal only; it is gone when the work is done. It has no colour, so NO_COLOR has nothing to change. */
export function progressLine({ quiet, share, terminal = process.stderr, now = Date.now }: ProgressOptions): ProgressLine {
  if (quiet || !terminal.isTTY) return { show: () => {}, clear: () => {} };
  const started = now();
  let shown = Number.NEGATIVE_INFINITY;
  return {
    show(progress) {
      const at = now();
      if (at - shown < everyMs) return;
      shown = at;
      terminal.write(`\r\u001b[K${progressText(progress, at - started, share?.())}`);
    },
    clear: () => void terminal.write('\r\u001b[K'),
  };
}

/** @param elapsed milliseconds */
export function progressText({ objects, records }: Progress, elapsed: number, share: number | undefined): string {
  const parts = [`reading: ${count(objects)} objects`, `${count(records)} records`];
  if (elapsed >= 1_000) parts.push(`${count(Math.round((objects * 1000) / elapsed))} objects/s`);
  if (share !== undefined && share > 0) parts.push(`${Math.floor(share * 100)} %`);
  if (share !== undefined && share > 0.01 && elapsed >= settledAfter) parts.push(`about ${duration((elapsed * (1 - share)) / share)} left`);
  return parts.join(', ');
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}

function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
