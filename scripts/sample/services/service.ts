import type { Call, Caller, Habit, Scenery } from '../calls.ts';

/** One AWS service: what is done with it in a company that works with data. */
export interface Service {
  readonly weight: number;
  /** Where a global service's events are logged. */
  readonly only?: string;
  readonly habits: readonly Habit[];
}

type Row = readonly [weight: number, by: Caller, name: string, details: (scenery: Scenery) => Omit<Call, 'by' | 'service' | 'name'>];

const reading = /^(Get|List|Describe|Head|BatchGet|BatchCheck|Lookup|AssumeRole|Decrypt|GenerateDataKey)/;

export function service(name: string, weight: number, rows: readonly Row[], only?: string): Service {
  return {
    weight,
    ...(only !== undefined && { only }),
    habits: rows.map(([rowWeight, by, eventName, details]) => ({
      weight: rowWeight,
      call: (scenery) => ({ by, service: name, name: eventName, readOnly: reading.test(eventName), ...details(scenery) }),
    })),
  };
}
