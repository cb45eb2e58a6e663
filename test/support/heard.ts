import { vi } from 'vitest';

/** What is written to stderr and stdout from now on, until the mocks are restored. */
export interface Heard {
  err: string;
  out: string;
}

export function hear(): Heard {
  const heard: Heard = { err: '', out: '' };
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    heard.err += text;
    return true;
  });
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    heard.out += text;
    return true;
  });
  return heard;
}
