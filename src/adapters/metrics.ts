import type { Metrics } from '../app/ports.ts';

/** CloudWatch takes 100 values of one metric in a line (embedded metric format specification). */
const most = 100;

interface Figure {
  readonly unit: 'Count' | 'Seconds';
  readonly values: number[];
}

/** Figures in CloudWatch's embedded metric format: one line of JSON per `flush`, none where there is nothing to say. */
export function emfMetrics(stage: string, write: (line: string) => void, now: () => number = Date.now): Metrics & { flush(): void } {
  let figures = new Map<string, Figure>();
  const add = (name: string, unit: Figure['unit'], value: number) => {
    const figure = figures.get(name) ?? { unit, values: [] };
    figures.set(name, figure);
    if (unit === 'Count') figure.values[0] = (figure.values[0] ?? 0) + value;
    else if (figure.values.length < most) figure.values.push(value);
  };
  return {
    count: (name, value = 1) => add(name, 'Count', value),
    seconds: (name, value) => add(name, 'Seconds', value),
    flush() {
      if (figures.size === 0) return;
      const Metrics = [...figures].map(([Name, { unit }]) => ({ Name, Unit: unit }));
      const values = Object.fromEntries([...figures].map(([name, { values }]) => [name, values.length === 1 ? values[0] : values]));
      figures = new Map();
      const CloudWatchMetrics = [{ Namespace: 'Sagewarden', Dimensions: [['stage']], Metrics }];
      write(`${JSON.stringify({ _aws: { Timestamp: now(), CloudWatchMetrics }, stage, ...values })}\n`);
    },
  };
}
