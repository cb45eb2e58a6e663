import { addSecond, cut, dataEvent, deliver } from './second.ts';
import type { Tampering } from './tampering.ts';
import { controlRecord, first, hour } from './trail.ts';

/** Removed under the eyes of another trail, which logs no management events and whose digests go on. */
export const seconds: readonly Tampering[] = [
  {
    name: 'second trail: the newest hours of the first removed, and it names no log file',
    verdict: 'gap',
    awscliPasses: true,
    causes: ['newest-end-not-covered'],
    apply: (t) => {
      addSecond(t);
      cut(t, [5, 6, 7]);
    },
  },
  {
    name: 'second trail: the newest hours of the first removed, and it delivers data events',
    verdict: 'gap',
    awscliPasses: true,
    causes: ['newest-end-not-covered'],
    apply: (t) => {
      addSecond(t, { delivers: (index, start) => [dataEvent(index, start)] });
      cut(t, [5, 6, 7]);
    },
  },
  {
    name: 'second trail: the first stopped, and no record says so',
    verdict: 'gap',
    awscliPasses: true,
    causes: ['chain-restarted'],
    options: { stopped: [3, 4] },
    apply: (t) => void addSecond(t),
  },
];

export const secondControls: readonly Tampering[] = [
  {
    name: 'control: a second trail of data events',
    verdict: 'valid',
    apply: (t) => void addSecond(t, { delivers: (index, start) => [dataEvent(index, start)] }),
  },
  {
    name: 'control: a trail replaced by another, and each recorded the other',
    verdict: 'valid',
    apply: (t) => {
      deliver(t, 4, [controlRecord('CreateTrail', first + 4 * hour - 600, { ...t.chain, trail: 'second' })]);
      const deleted = controlRecord('DeleteTrail', first + 5 * hour - 60, t.chain);
      addSecond(t, { at: [4, 5, 6, 7], delivers: (index) => (index === 4 ? [deleted] : undefined) });
      cut(t, [5, 6, 7]);
    },
  },
];
