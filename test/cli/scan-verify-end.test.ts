import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { iso } from '../../scripts/sample/time.ts';
import { addSecond } from '../../scripts/tamper/second.ts';
import { first, hour, Trail } from '../../scripts/tamper/trail.ts';
import { writeTrail } from '../../scripts/tamper/write.ts';
import type { Evidence } from '../../src/core/evidence/model.ts';
import { folder, run } from '../support/cli.ts';

/** Seven of the trail's eight hours: it goes on after the period. */
const end = first + 7 * hour;
const at = (seconds: number) => iso(end + seconds);

/** A model without a VPC, a minute before the end of the period, in a log file that was delivered five minutes later. */
function endsBadly(): Trail {
  const trail = new Trail();
  const { key, sha256 } = trail.putLog(end + 240, JSON.stringify({ Records: [createModel(at(-60))] }), 'model');
  trail.forge(7, ({ logFiles }) => void logFiles.push({ ...logFiles[0]!, s3Object: key, hashValue: sha256 }));
  trail.logs[7]?.push(key);
  return trail;
}

function createModel(eventTime: string) {
  return {
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', userName: 'mallory', accountId: '111122223333' },
    eventTime,
    eventSource: 'sagemaker.amazonaws.com',
    eventName: 'CreateModel',
    awsRegion: 'eu-west-1',
    eventID: '00000000-0000-4000-8000-000000000999',
    recipientAccountId: '111122223333',
    requestParameters: { modelName: 'churn' },
    responseElements: { modelArn: 'arn:aws:sagemaker:eu-west-1:111122223333:model/churn' },
  };
}

/** Whoever may delete objects takes what was delivered in the last hour, and the digest that says so. */
function withoutLastHour(trail: Trail): Trail {
  for (const key of [trail.digest(7), ...(trail.logs[7] ?? [])]) trail.objects.delete(key);
  return trail;
}

function scan(trail: Trail, to = at(0)): { code: number | null; evidence: Evidence; page: string } {
  const [archive, out] = [join(folder(), 'trail'), join(folder(), 'out')];
  const keys = writeTrail(archive, trail);
  const { code } = run(['scan', archive, '--from', iso(first), '--to', to, '--verify', '--public-keys', keys, '--quiet', '--out', out]);
  const read = (name: string) => readFileSync(join(out, name), 'utf8');
  return { code, evidence: JSON.parse(read('evidence.json')), page: read('report.html') };
}

const hoursOf = ({ coverage }: Evidence) => coverage.places.map(({ hours }) => hours);

describe('scan --verify asks for the digests of what was delivered after the period', () => {
  test('a trail that goes on: CONFIRMED, and every hour is vouched for', () => {
    const { code, evidence } = scan(new Trail());
    expect([code, evidence.verdict, evidence.coverage.gaps]).toEqual([0, 'CONFIRMED', []]);
    expect(hoursOf(evidence)).toEqual([{ verified: 8, read: 0, silent: 0, gap: 0 }]);
  });

  test('what happened last and was delivered after it is judged', () => {
    const { code, evidence } = scan(endsBadly());
    expect([code, evidence.verdict]).toEqual([1, 'NOT_CONFIRMED']);
  });

  test('what was delivered after it deleted, with its digest: INCONCLUSIVE, and the last hour is a gap', () => {
    const { code, evidence, page } = scan(withoutLastHour(endsBadly()));
    expect([code, evidence.verdict]).toEqual([3, 'INCONCLUSIVE']);
    expect(evidence.coverage.gaps).toEqual([
      { account: '111122223333', region: 'eu-west-1', from: at(-900), to: at(0), cause: 'newest-end-not-covered', source: null },
    ]);
    expect(hoursOf(evidence)).toEqual([{ verified: 6, read: 0, silent: 0, gap: 2 }]);
    expect(page).toContain('Scan again two hours after the end of the period');
  });

  test('the same, while the digests of another trail go on', () => {
    const trail = withoutLastHour(endsBadly());
    addSecond(trail);
    const { code, evidence } = scan(trail);
    expect([code, evidence.verdict]).toEqual([3, 'INCONCLUSIVE']);
    expect(evidence.coverage.gaps).toMatchObject([{ from: at(-900), cause: 'newest-end-not-covered', source: trail.digest(6) }]);
    expect(hoursOf(evidence)).toEqual([{ verified: 6, read: 0, silent: 0, gap: 2 }]);
  });

  test('digests that end 15 minutes after the period are enough, and a second less is not', () => {
    const newest = first + 8 * hour;
    expect(scan(new Trail(), iso(newest - 900)).code).toBe(0);
    const { code, evidence } = scan(new Trail(), iso(newest - 899));
    expect([code, evidence.coverage.gaps]).toMatchObject([3, [{ from: iso(newest - 900), to: iso(newest - 899) }]]);
  });
});
