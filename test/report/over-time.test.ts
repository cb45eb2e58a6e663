import { describe, expect, it } from 'vitest';
import type { Coverage } from '../../src/core/coverage.ts';
import type { Exposure, ReachedEndpoint } from '../../src/core/evidence/exposure.ts';
import type { Evidence } from '../../src/core/evidence/model.ts';
import { html } from '../../src/report/html.ts';
import type { Run } from '../../src/report/reporter.ts';
import { hostile, makeRun } from './evidence-factory.ts';

const page = (run: Run) => [...html(run)].join('');
const withEvidence = (run: Run, members: Partial<Evidence>): Run => ({ ...run, evidence: { ...run.evidence, ...members } });
const part = (text: string, id: string) =>
  text.slice(text.indexOf(`<section id="${id}"`), text.indexOf('</section>', text.indexOf(`<section id="${id}"`)));
const drawings = (text: string) => [...text.matchAll(/<svg class="lane-drawing"[\s\S]*?<\/svg>/g)].map(([svg]) => svg);
const shapes = (svg: string | undefined, name: string) =>
  [...(svg ?? '').matchAll(new RegExp(`class="${name}" x="([\\d.]+)%" y="\\d+" width="([\\d.]+)(%?)"`, 'g'))].map(([, x, width]) => [
    Number(x),
    Number(width),
  ]);

const three = makeRun({ findings: 3, compliant: 60 });
const [first] = three.evidence.exposures;
const event = (eventName: string, eventTime: string) => ({ eventId: 'e', eventName, eventTime, actor: hostile.script });
const endpoint: ReachedEndpoint = {
  name: hostile.attribute,
  via: { type: 'EndpointConfig', name: 'c' },
  from: '2026-02-15T00:00:00Z',
  to: '2026-03-10T00:00:00Z',
  ending: 'switched',
  startedBy: event('CreateEndpoint', '2026-02-15T00:00:00Z'),
  endedBy: event('UpdateEndpoint', '2026-03-10T00:00:00Z'),
};
/** Half of the quarter, with a pause and an endpoint. */
const model: Exposure = {
  ...first!,
  resourceType: 'Model',
  from: '2026-01-01T00:00:00Z',
  to: '2026-02-15T00:00:00Z',
  ending: 'deleted',
  endedBy: event('DeleteModel', '2026-02-15T00:00:00Z'),
  seconds: 45 * 86_400,
  pauses: [{ from: event('Stop', '2026-01-10T00:00:00Z'), to: event('Start', '2026-01-19T00:00:00Z') }],
  endpoints: [endpoint],
  notes: [],
};
const drawn = (exposure: Exposure) => drawings(part(page(withEvidence(three, { exposures: [exposure] })), 'exposure'))[0];

describe('an exposure window, drawn', () => {
  it('begins, ends and pauses in proportion to the period', () => {
    expect(shapes(drawn(model), 'b-open')).toEqual([[0, 50]]);
    expect(shapes(drawn(model), 'pause')).toEqual([[10, 10]]);
    expect(shapes(drawn(model), 'cap')).toEqual([
      [50, 3],
      [50, 25.56],
    ]);
  });

  it('goes on to the end of the period while nothing ends it', () => {
    const open: Exposure = { ...model, to: null, ending: 'open', endedBy: null, pauses: [], endpoints: [] };
    expect(shapes(drawn(open), 'b-open')).toEqual([[0, 100]]);
    expect(shapes(drawn(open), 'cap')).toEqual([]);
  });

  it('is a point where nobody knows the end: no bar is made up', () => {
    const svg = drawn({ ...model, to: null, ending: 'open', endedBy: null, seconds: null, notes: ['ends-by-itself'] });
    expect(svg).toContain('<circle class="b-open" cx="0%"');
    expect(shapes(svg, 'b-open')).toEqual([]);
  });

  it('can be seen however short it is', () => {
    expect(shapes(drawn({ ...model, to: '2026-01-01T00:00:05Z', endpoints: [], pauses: [] }), 'b-open')).toEqual([[0, 0.4]]);
  });

  it('is another colour and a word where it is exempt', () => {
    const text = part(page(withEvidence(three, { exposures: [{ ...model, status: 'exempt' }] })), 'exposure');
    expect(shapes(drawings(text)[0], 'b-exempt')).toEqual([[0, 50]]);
    expect(text).toContain('<p class="lane-words">exempt; from');
  });
});

describe('exposure windows on the page', () => {
  const text = page(withEvidence(three, { exposures: [model] }));

  it('are in the finding too, with the endpoints that ran a model', () => {
    const findings = text.slice(text.indexOf('id="findings"'), text.indexOf('id="timeline"'));
    expect(findings).toContain('45 days, deleted by DeleteModel at ');
    expect(findings.match(/<dt>Ran on<\/dt>/g)).toHaveLength(1);
    expect(findings).toContain('switched by UpdateEndpoint at');
  });

  it('carry what attackers chose as text', () => {
    const body = text.replace(/<script>[\s\S]*$/, '');
    expect(body).not.toContain(hostile.script);
    expect(body).not.toContain(hostile.attribute);
    expect(part(text, 'exposure')).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('are drawn up to 60, the longest of all, in order of time; the table has 200 and says where the rest is', () => {
    const many = makeRun({ findings: 400, compliant: 20 });
    const exposure = part(page(many), 'exposure');
    expect(drawings(exposure)).toHaveLength(60);
    expect(exposure).toContain('Drawn: the 60 longest of 400.');
    expect(exposure).toContain('The first 200 of 400 exposure windows are shown; all are in <code>evidence.json</code>');
    const times = [...exposure.matchAll(/lane-words">(?:exempt; )?from <time><bdi>([^<]+)/g)].map((match) => match[1]);
    expect(times).toEqual([...times].sort());
    expect(drawings(exposure).join('')).not.toContain('<circle');
  });

  it('are none where there is no finding', () => {
    expect(part(page(makeRun({ findings: 0, compliant: 9, limits: [] })), 'exposure')).toContain(
      'None: no change in the population broke a rule',
    );
  });
});

describe('coverage per day', () => {
  const place = {
    account: '111122223333',
    region: 'eu-west-1',
    records: 1_012,
    byDay: { '2026-01-01': 1_000, '2026-01-02': 3, '2026-01-05': 9 },
  };
  const none: Coverage = { places: [], gaps: [], lateDelivery: { records: 0, objects: 0, longestHours: 0 } };
  const activity = (places: Evidence['activity'], period = three.evidence.period, coverage = none) =>
    part(page(withEvidence(three, { activity: places, period, coverage })), 'coverage');

  it('are told by height and in words, and a day without one is marked', () => {
    const text = activity([place], { from: '2026-01-01T00:00:00Z', to: '2026-01-06T00:00:00Z', given: true });
    const classes = [...(drawings(text)[0] ?? '').matchAll(/<rect class="(f-gap|seen l\d)" x="([\d.]+)%"/g)].map(([, name, x]) => [
      name,
      Number(x),
    ]);
    expect(classes).toEqual([
      ['seen l4', 0],
      ['seen l1', 20],
      ['f-gap', 40],
      ['f-gap', 60],
      ['seen l2', 80],
    ]);
    expect(text).toContain('1,012 records on 3 of 5 days');
    expect(text).toContain('2: 2026-01-03 to 2026-01-04');
    expect(text).toContain('a day without a record may have been quiet, or its records may not have been delivered');
  });

  it('show what digests vouch for, and gaps over it', () => {
    const hours = (verified: number, gap: number, read = 0) => ({ verified, read, silent: 24 - verified - gap - read, gap });
    const byDay = {
      '2026-01-01': hours(24, 0),
      '2026-01-02': hours(23, 0, 1),
      '2026-01-03': hours(24, 0),
      '2026-01-04': hours(22, 2),
      '2026-01-05': hours(24, 0),
    };
    const { account, region } = place;
    const places = [{ account, region, hours: { verified: 117, read: 1, silent: 0, gap: 2 }, byDay }];
    const text = activity([place], { from: '2026-01-01T00:00:00Z', to: '2026-01-06T00:00:00Z', given: true }, { ...none, places });
    const [svg = ''] = drawings(text);
    const at = (name: string) => [...svg.matchAll(new RegExp(`class="${name}" x="([\\d.]+)%"`, 'g'))].map(([, x]) => Number(x));
    expect({ vouched: at('vouched'), lost: at('f-lost'), silent: at('f-gap') }).toEqual({ vouched: [0, 40, 80], lost: [60], silent: [60] });
    expect(text).toContain('digests vouch for 117 of 120 hours; a gap of 2 hours');
  });

  it('has a lane for what was expected and never came', () => {
    const hours = { verified: 0, read: 0, silent: 0, gap: 120 };
    const places = [{ account: '999988887777', region: 'eu-west-1', hours, byDay: {} }];
    expect(activity([], three.evidence.period, { ...none, places })).toContain('0 records on 0 of 90 days; a gap of 120 hours');
  });

  it('are drawn for 24 places, the table has 200', () => {
    const places = Array.from({ length: 230 }, (_, n) => ({ ...place, region: `r-${n}` }));
    const text = activity(places);
    expect(drawings(text)).toHaveLength(24);
    expect(text).toContain('The first 200 of 230 accounts and Regions are shown');
  });

  it('of many years are drawn in steps, and are not lost', () => {
    const text = activity([place], { from: '1970-01-01T00:00:00Z', to: '2999-01-01T00:00:00Z', given: true });
    expect((drawings(text)[0] ?? '').match(/<rect class="seen/g)).toHaveLength(1);
  });

  it('without any, say so', () => {
    expect(activity([])).toContain('No record of the period and scope was read.');
  });
});

describe('the gap register', () => {
  const gap = {
    account: null,
    region: 'eu-west-1',
    from: '2026-02-01T00:00:00Z',
    to: '2026-02-01T02:30:00Z',
    cause: 'digest-missing',
  } as const;
  const { coverage } = three.evidence;
  const register = (gaps: Coverage['gaps']) => part(page(withEvidence(three, { coverage: { ...coverage, gaps } })), 'gaps');

  it('has each gap with its cause, what tells of it and what would close it', () => {
    const text = register([{ ...gap, source: hostile.attribute }]);
    expect(text).toContain('2 hours 30 minutes');
    expect(text).toContain('every account');
    expect(text).toContain('A digest is missing');
    expect(text).toContain('Restore the object from another copy');
    expect(text).not.toContain(hostile.attribute);
  });

  it('never says that there is none where nothing was verified', () => {
    expect(register([])).toContain('Without the digests of CloudTrail a gap of the log files cannot be told from a quiet time');
  });
});

describe('changes to logging', () => {
  const text = page(makeRun({ findings: 0, compliant: 400 }));
  const section = text.slice(text.indexOf('id="log-control"'), text.indexOf('id="problems"'));
  it('say how many minutes were lost, and what brought logging back', () => {
    expect(section).toContain('95, until <bdi>StartLogging</bdi> at <time><bdi>2026-02-03T05:39:50Z</bdi></time>');
  });
});
