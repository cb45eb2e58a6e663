/** The folder asked for holds something already: the caller names another, or forces it. */
export class OutputExists extends Error {
  override name = 'OutputExists';

  constructor(path: string, what: string) {
    super(`${path} ${what}`);
  }
}

/** The file system refused: no space, no permission, a file where a folder should be. `cause` is its own error. */
export class OutputError extends Error {
  override name = 'OutputError';

  constructor(path: string, cause: NodeJS.ErrnoException) {
    super(`cannot write ${path}: ${reasons[cause.code ?? ''] ?? cause.message}`, { cause });
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied (EACCES)',
  EDQUOT: 'the disk quota is used up (EDQUOT)',
  EEXIST: 'a file of that name appeared meanwhile (EEXIST)',
  ENAMETOOLONG: 'the name is too long (ENAMETOOLONG)',
  ENOSPC: 'no space left on the device (ENOSPC)',
  ENOTDIR: 'a part of the path is a file, not a folder (ENOTDIR)',
  EPERM: 'the operation is not permitted (EPERM)',
  EROFS: 'the file system is read-only (EROFS)',
};

/** Runs one operation of the file system. @throws OutputError in place of what it throws. */
export function orOutputError<T>(path: string, operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    throw error instanceof OutputError ? error : new OutputError(path, error as NodeJS.ErrnoException);
  }
}
