/** Spans of time, half-open, epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** In order, disjoint; those that touch are one. */
export function union(spans: readonly Span[]): Span[] {
  const result: { from: number; to: number }[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    if (from >= to) continue;
    const last = result.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else result.push({ from, to });
  }
  return result;
}

/** What of `span` is in none of `taken`, which are a `union`. */
export function without(span: Span, taken: readonly Span[]): Span[] {
  const left: Span[] = [];
  let from = span.from;
  for (const each of taken) {
    if (each.to <= from) continue;
    if (each.from >= span.to) break;
    if (each.from > from) left.push({ from, to: each.from });
    from = Math.max(from, each.to);
  }
  if (from < span.to) left.push({ from, to: span.to });
  return left;
}

/** What of `spans` lies in `window`. */
export function within(window: Span, spans: readonly Span[]): Span[] {
  return spans.flatMap(({ from, to }) => {
    const cut = { from: Math.max(from, window.from), to: Math.min(to, window.to) };
    return cut.from < cut.to ? [cut] : [];
  });
}

export function covers(spans: readonly Span[], { from, to }: Span): boolean {
  return spans.some((span) => span.from <= from && to <= span.to);
}

export function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { from, to }) => sum + to - from, 0);
}
