import type { Signer } from '../core/signature.ts';
import type { Run } from '../report/reporter.ts';
import { signatureFiles } from '../report/signature-file.ts';
import { stageRun } from '../report/write.ts';

/** Signed before it is moved into place: a run that could not be signed as asked is not there. */
export async function writeSigned(
  out: string,
  run: Run,
  options: Parameters<typeof stageRun>[2],
  signer: Signer | undefined,
): Promise<void> {
  const staged = stageRun(out, run, options);
  try {
    staged.commit(signer && (await signatureFiles(staged.sums, signer)));
  } finally {
    staged.discard();
  }
}
