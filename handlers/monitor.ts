import policy from 'sagewarden:policy';
import { rehearse } from '../src/app/rehearse.ts';
import { recordsIn } from '../src/core/record.ts';

/** EventBridge -> one line of JSON in the log per record: what was read, each rule's verdict, and what the policy decides. */
export async function handler(event: unknown): Promise<void> {
  for (const parsed of recordsIn(event)) {
    const rehearsal = rehearse(parsed, { policy });
    process.stdout.write(`${JSON.stringify({ level: levelOf(rehearsal), ...rehearsal })}\n`);
    // An event that cannot be read must not end as a success: the retry is in vain, and then the dead-letter queue has it.
    if (rehearsal.reading.kind === 'unreadable') throw new Error(`unreadable event: ${rehearsal.reading.problems.join('; ')}`);
  }
}

function levelOf({ decisions, reading }: ReturnType<typeof rehearse>): 'ERROR' | 'WARN' | 'INFO' {
  if (reading.kind === 'unreadable') return 'ERROR';
  return decisions?.alert ? 'WARN' : 'INFO';
}
