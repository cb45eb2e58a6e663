/** A run's folder that cannot be read as one: one line that names the file. */
export class LoadError extends Error {
  override name = 'LoadError';
  /** The file at fault, by its name in the folder. */
  readonly file: string;

  constructor(file: string, what: string) {
    super(`${file}: ${what}`);
    this.file = file;
  }
}
