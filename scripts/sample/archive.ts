import { type Burst, burstSeconds, calendar, type Size } from './calendar.ts';
import type { Call, Members, Scenery } from './calls.ts';
import { type Random, seeded } from './random.ts';
import { toRecord } from './record.ts';
import { attempts, edges } from './sagemaker/attempts.ts';
import { incidents } from './sagemaker/incidents.ts';
import { routineCalls } from './sagemaker/routine.ts';
import type { Scene } from './sagemaker/scene.ts';
import { setup } from './sagemaker/setup.ts';
import { backgroundCalls } from './services/index.ts';
import { day, hour, iso } from './time.ts';
import { networkOf, teamOf } from './world.ts';

/** One object of a trail. What signs or indexes an archive (a digest chain) starts from this list. */
export interface TrailObject {
  /** Key inside the bucket. */
  readonly key: string;
  readonly account: string;
  readonly region: string;
  /** When it was written: seconds since 1970. */
  readonly published: number;
  readonly records: readonly Members[];
}

/** How often the incidents are told, with other names and on other days. */
const rounds: Readonly<Record<Size, number>> = { small: 1, full: 4 };

export function sampleArchive(options: { readonly size: Size; readonly seed: number }): TrailObject[] {
  const random = seeded(`sagewarden sample ${options.seed}`);
  const bursts = calendar(options.size, random);
  const scenes = [...setup, ...incidents, ...attempts, ...edges].flatMap((scene) => retold(scene, rounds[options.size]));
  const [dated, usual] = [scenes.filter(({ burst }) => burst), scenes.filter(({ burst }) => !burst)];
  const regular = bursts.flatMap((burst, index) => {
    const here = usual.filter(({ scene, passed }) => isIn(burst, bursts, scene, passed));
    const own = random.fork(`regular/${index}`);
    const working = burst.background > 20 && own.chance(1, 2);
    return objectsOf(burst, here, own, working ? pieces[options.size] : 0);
  });
  const special = dated.flatMap((told, index) => (told.burst ? objectsOf(told.burst, [told], random.fork(`special/${index}`), 0) : []));
  return [...regular, ...special].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Pieces of routine SageMaker work in a burst in which a team works with it. */
const pieces: Readonly<Record<Size, number>> = { small: 5, full: 2 };

interface Told {
  readonly scene: Scene;
  readonly suffix: string;
  readonly passed: number;
  readonly burst?: Burst;
}

function retold(scene: Scene, times: number): Told[] {
  if ('start' in scene.when) {
    const burst: Burst = { team: teamOf(scene.team), region: scene.region, start: scene.when.start, background: 6 };
    return [{ scene, suffix: '', passed: 0, burst }];
  }
  const { passed } = scene.when;
  if (passed === 0) return [{ scene, suffix: '', passed }];
  return Array.from({ length: times }, (_, round) => ({
    scene,
    suffix: round === 0 ? '' : `-${round + 1}`,
    passed: Math.min(passed + round * 0.011, 0.99),
  }));
}

/** A scene is in the burst of its trail that comes when that part of the quarter has passed. */
function isIn(burst: Burst, bursts: readonly Burst[], scene: Scene, passed: number): boolean {
  if (burst.team.name !== scene.team || burst.region !== scene.region) return false;
  const trail = bursts.filter(({ team, region }) => team === burst.team && region === burst.region);
  return trail[Math.floor(passed * trail.length)] === burst;
}

function objectsOf(burst: Burst, told: readonly Told[], random: Random, routine: number): TrailObject[] {
  const { team, region } = burst;
  const scenery: Scenery = { random, team, region, account: team.account, network: networkOf(team, region), start: burst.start };
  const calls = [...backgroundCalls(scenery, burst.background), ...(routine > 0 ? routineCalls(scenery, routine) : [])];
  const published = burst.start + burstSeconds + 180;
  const inTime: Members[] = records(calls, scenery);
  const extra = told.flatMap(({ scene, suffix }): TrailObject[] => {
    const own = records(scene.calls(scenery, suffix), scenery);
    if (scene.delivery === 'hours-late') return [objectOf(scenery, published + 5 * hour, own)];
    if (scene.delivery === 'nine-days-late') return [objectOf(scenery, published + 9 * day, own)];
    inTime.push(...own);
    return scene.delivery === 'twice' ? [objectOf(scenery, published + 300, own)] : [];
  });
  return [objectOf(scenery, published, inTime), ...extra];
}

function records(calls: readonly Call[], scenery: Scenery): Members[] {
  return calls.map((call) => toRecord(call, scenery));
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * Folders go by the day on which the object was written, not by eventTime ("CloudTrail log file name format"). Records are in
 * no order of time in a real object; here those of one operation stand together, which keeps the bundled archive small.
 */
function objectOf({ random, account, region }: Scenery, published: number, content: readonly Members[]): TrailObject {
  const minute = iso(published).slice(0, 16);
  const folder = `AWSLogs/${account}/CloudTrail/${region}/${minute.slice(0, 10).replaceAll('-', '/')}`;
  const name = `${account}_CloudTrail_${region}_${minute.replaceAll(/[-:]/g, '')}Z_${random.text(16, letters)}.json.gz`;
  const sorted = [...content].sort((a, b) => compare(a, b, 'eventSource') || compare(a, b, 'eventName') || compare(a, b, 'eventTime'));
  return { key: `${folder}/${name}`, account, region, published, records: sorted };
}

function compare(a: Members, b: Members, name: string): number {
  const [left, right] = [String(a[name]), String(b[name])];
  return left < right ? -1 : left > right ? 1 : 0;
}
