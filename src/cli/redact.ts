import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { readableByOthers } from '../adapters/key-file.ts';
import { type Redactable, redactable } from '../core/pseudonyms.ts';
import { Redactor } from '../core/redact.ts';
import { UsageError } from './errors.ts';
import { warn } from './sign.ts';

export interface RedactFlags {
  /** `true`: the option without a value. */
  readonly redact?: true | readonly Redactable[];
  readonly redactKey?: string;
  readonly newRedactKey?: string;
  readonly quiet?: boolean;
}

const byDefault: readonly Redactable[] = ['actors', 'names', 'ips'];
const minBytes = 32;

/** `accounts,actors` -> both. */
export function redactKinds(value: string): readonly Redactable[] {
  const kinds = value.split(',').map((kind) => kind.trim());
  const unknown = kinds.find((kind) => !redactable.some((known) => known === kind));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(`${JSON.stringify(unknown)} is none of ${redactable.join(', ')} (alone, --redact stands behind SOURCE)`);
  }
  return kinds as Redactable[];
}

/** What the flags ask for, the key not yet made. @throws UsageError */
export function openRedaction(flags: RedactFlags): (() => Redactor) | undefined {
  const { redact, redactKey, newRedactKey } = flags;
  if (redact === undefined) {
    if (redactKey !== undefined || newRedactKey !== undefined) throw new UsageError('--redact-key and --new-redact-key go with --redact');
    return undefined;
  }
  if ((redactKey === undefined) === (newRedactKey === undefined)) {
    throw new UsageError('--redact needs a key: --redact-key FILE, or --new-redact-key FILE to make one; keep it, and names stay the same');
  }
  const what = redact === true ? byDefault : redact;
  const existing = redactKey === undefined ? undefined : readKey(redactKey);
  if (redactKey !== undefined && readableByOthers(redactKey))
    warn(`${redactKey}: others can read this key (chmod 600)`, flags.quiet ?? false);
  if (newRedactKey !== undefined && existsSync(newRedactKey)) throw new UsageError(`${newRedactKey}: exists; --redact-key uses it`);
  return () => {
    const key = existing ?? makeKey(newRedactKey ?? '');
    return new Redactor(what, (text) => createHmac('sha256', key).update(text, 'utf8').digest('hex'));
  };
}

/** The file's bytes without a line break at the end. */
function readKey(path: string): Buffer {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `--redact-key: ${code === 'ENOENT' ? 'no such file; --new-redact-key makes one' : `the file cannot be read (${code})`}`,
    );
  }
  const key = bytes.subarray(0, bytes.at(-1) === 0x0a ? -1 : undefined);
  if (key.length < minBytes)
    throw new UsageError(`${path}: ${key.length} bytes are too short for a key: at least ${minBytes} (openssl rand -hex 32)`);
  return key;
}

function makeKey(path: string): Buffer {
  const key = randomBytes(32).toString('hex');
  try {
    writeFileSync(path, `${key}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new UsageError(`${path}: the key cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
  return Buffer.from(key, 'utf8');
}
