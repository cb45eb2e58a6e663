import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderSource } from '../../src/trail/folder.ts';

const day = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/08/03';
const keys = ['a', 'b'].map((name) => `${day}/111122223333_CloudTrail_eu-west-1_20260803T0006Z_${name}.json.gz`);

function archive(): string {
  const root = mkdtempSync(join(tmpdir(), 'sagewarden-folder-'));
  for (const key of keys) {
    mkdirSync(dirname(join(root, key)), { recursive: true });
    writeFileSync(join(root, key), '');
  }
  return root;
}

async function listed(root: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of (await folderSource([root])).objects()) found.push(key);
  return found;
}

describe('links to folders', () => {
  it.each([
    ['that sorts first', '0-latest', day],
    ['that sorts last', 'latest', day],
    ['inside a folder that comes first', '0/1/latest', `${day}`],
    ['to a folder above', `AWSLogs/0-all`, 'AWSLogs'],
    ['to the whole', '0-self', '.'],
  ])('take no keys from what lies there: one %s', async (_, link, target) => {
    const root = archive();
    mkdirSync(dirname(join(root, link)), { recursive: true });
    symlinkSync(join(root, target), join(root, link));
    expect(await listed(root)).toEqual(keys);
  });

  it('are followed out of the archive, once', async () => {
    const [root, other] = [mkdtempSync(join(tmpdir(), 'sagewarden-folder-')), archive()];
    symlinkSync(join(other, 'AWSLogs'), join(root, 'AWSLogs'));
    symlinkSync(join(root, 'AWSLogs'), join(root, 'again'));
    expect(await listed(root)).toEqual(keys);
  });
});
