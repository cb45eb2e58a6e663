/** The command-line tests run what users run: the bundle, made from the sources under test. */
export default async function setup(): Promise<void> {
  await import('../../scripts/build.ts');
}
