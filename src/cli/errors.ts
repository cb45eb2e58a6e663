import { PolicyError } from '../config.ts';
import { SigningError } from '../core/signature.ts';
import { LoadError } from '../report/load.ts';
import { OutputError, OutputExists } from '../report/output-errors.ts';
import { terminalSafe } from '../report/safe-text.ts';
import { SourceError } from '../trail/folder.ts';
import { TrailObjectError } from '../trail/source.ts';

/** What the caller can put right: one line, no stack. */
export class UsageError extends Error {
  override name = 'UsageError';
}

const expected = [UsageError, PolicyError, SourceError, OutputExists, OutputError, TrailObjectError, LoadError, SigningError];

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
