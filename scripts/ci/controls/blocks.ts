/** A block of commands of the page, with what it shows of their output. */
export interface Block {
  /** Of the first command, for a message. */
  readonly line: number;
  readonly commands: string;
  readonly exitCode: number;
  readonly shown: readonly string[];
}

const fence = /^```sh run\n(.*?)^```\n(?:\n?```text\n(.*?)^```$)?/gms;

/** The blocks that say `sh run`, in order; a block of text that follows one is its output. A line may end with `# exit code N`. */
export function blocksOf(page: string): Block[] {
  return [...page.matchAll(fence)].map(({ index, 1: text = '', 2: output }) => ({
    line: page.slice(0, index).split('\n').length + 1,
    commands: text.replace(/ +# exit code \d+$/gm, ''),
    exitCode: Number(/# exit code (\d+)$/m.exec(text)?.[1] ?? 0),
    shown: output === undefined ? [] : output.trimEnd().split('\n'),
  }));
}

/** The first shown line that was not printed where it should be, if any. `...` is any lines, `…` in a line any text. */
export function drift(shown: readonly string[], printed: string): string | undefined {
  const lines = printed.trimEnd().split('\n');
  let at = 0;
  let free = false;
  for (const line of shown) {
    if (line.trim() === '...') {
      free = true;
      continue;
    }
    const wanted = new RegExp(`^${line.split('…').map(escaped).join('.*')}$`);
    const found: number = free
      ? lines.findIndex((each, index) => index >= at && wanted.test(each))
      : wanted.test(lines[at] ?? '')
        ? at
        : -1;
    if (found < 0) return line;
    [at, free] = [found + 1, false];
  }
  return !free && shown.length > 0 && at < lines.length ? `(nothing after it, and there is ${lines[at]})` : undefined;
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
