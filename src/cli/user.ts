import { userInfo } from 'node:os';
import { UsageError } from './errors.ts';

/** Who runs this, as the machine names them; a uid without an entry in passwd, as containers are given, has no name. */
export function caller(): string {
  return userName() ?? `uid ${process.getuid?.() ?? 'unknown'}`;
}

/** Who answers for an exemption: a person, so that a bare uid does not do. @throws UsageError */
export function approverOf(given: string | undefined): string {
  const approver = given ?? userName();
  if (approver === undefined) throw new UsageError(`who runs this has no name here (${caller()}): say who answers for it with --approver`);
  return approver;
}

function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}
