import { LedgerError } from '../app/ports.ts';
import { PolicyError } from '../config/problem.ts';
import { SigningError } from '../core/signature.ts';
import { LoadError } from '../report/load/errors.ts';
import { OutputError, OutputExists } from '../report/output-errors.ts';
import { terminalSafe } from '../text/safe-text.ts';
import { PublicKeyError } from '../trail/public-keys.ts';
import { SourceError, TrailObjectError } from '../trail/source.ts';
import { ReaderError } from '../trail/threads.ts';

/** What the caller can put right: one line, no stack. */
export class UsageError extends Error {
  override name = 'UsageError';
}

const expected = [
  UsageError,
  PolicyError,
  SourceError,
  PublicKeyError,
  ReaderError,
  OutputExists,
  OutputError,
  TrailObjectError,
  LoadError,
  SigningError,
  LedgerError,
];

export function reportError(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const isExpected = expected.some((kind) => error instanceof kind);
  const lines = message.split('\n').map((line) => `sagewarden: ${isExpected ? '' : 'defect: '}${terminalSafe(line)}`);
  if (error instanceof TrailObjectError) lines.push(`sagewarden: ${terminalSafe(error.fix)}`);
  process.stderr.write(`${lines.join('\n')}\n`);
  if (!isExpected) {
    if (process.env.SAGEWARDEN_DEBUG && error instanceof Error) process.stderr.write(`${terminalSafe(error.stack ?? '')}\n`);
    else process.stderr.write('sagewarden: nothing was written; please report this, with SAGEWARDEN_DEBUG=1 for the stack\n');
  }
}
