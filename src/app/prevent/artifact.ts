import type { AllowLists, Prevention } from '../../core/prevent/prevention.ts';

/** A file of a format: a name without a folder, and its text. */
export interface Artifact {
  readonly name: string;
  readonly text: string;
  /** A shell script. */
  readonly executable?: boolean;
}

/** What formats are made from. */
export interface Material {
  readonly prevention: Prevention;
  /** The same with a statement for every allow-list, also those that are empty: formats with inputs take the ids later. */
  readonly open: Prevention;
  readonly allowLists: AllowLists;
}

/** What every description says; only ASCII, as IAM takes it. */
export const description = 'Refuses SageMaker requests outside the network boundary. Deny only: what is allowed is said elsewhere.';

/** `sagewarden-scp.json`, and with several documents `sagewarden-scp-1.json`, `sagewarden-scp-2.json`. */
export const numbered = (stem: string, index: number, of: number): string => (of === 1 ? stem : `${stem}-${index + 1}`);

/** Lines as comments, for formats whose comments begin with `#`. */
export const commented = (text: string): string =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => `# ${line}`.trimEnd())
    .join('\n');

export const script = (name: string, body: string): Artifact => ({
  name,
  text: `#!/usr/bin/env bash\nset -euo pipefail\ncd "$(dirname "$0")"\n\n${body.trim()}\n`,
  executable: true,
});
