import { Command, CommanderError } from 'commander';
import { version } from '../version.ts';
import { reportError } from './errors.ts';

/** Each is loaded when it is called: what one command needs is no other's time to start. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  scan: async () => (await import('./scan.ts')).scanCommand(),
  verify: async () => (await import('./verify.ts')).verifyCommand(),
  'public-keys': async () => (await import('./public-keys.ts')).publicKeysCommand(),
  replay: async () => (await import('./replay.ts')).replayCommand(),
  rules: async () => (await import('./rules.ts')).rulesCommand(),
  baseline: async () => (await import('./baseline.ts')).baselineCommand(),
  seal: async () => (await import('./seal.ts')).sealCommand(),
  report: async () => (await import('./report.ts')).reportCommand(),
  posture: async () => (await import('./posture.ts')).postureCommand(),
  remediate: async () => (await import('./remediate.ts')).remediateCommand(),
  prevent: async () => (await import('./prevent.ts')).preventCommand(),
  'network-snapshot': async () => (await import('./network-snapshot.ts')).networkSnapshotCommand(),
  doctor: async () => (await import('./doctor.ts')).doctorCommand(),
};

const program = new Command('sagewarden')
  .description('Finds SageMaker resources that were created outside the network boundary, in CloudTrail records.')
  .version(version)
  .showHelpAfterError('(sagewarden --help, or sagewarden COMMAND --help, says more)')
  // `report` and `report verify` both have --json: each takes what stands behind its own name.
  .enablePositionalOptions()
  .exitOverride()
  .addHelpText('after', '\nExit codes: 0 conforms, 1 findings, 2 could not run, 3 inconclusive.\n');

/** What is not the name of a command may ask for the help of all. */
function called([first = '']: readonly string[]): readonly string[] {
  if (Object.hasOwn(commands, first)) return [first];
  return first === '--version' || first === '-V' ? [] : Object.keys(commands);
}

async function run(): Promise<void> {
  for (const name of called(process.argv.slice(2))) {
    const command = await commands[name]?.();
    if (!command) continue;
    program.addCommand(command.copyInheritedSettings(program));
    for (const part of command.commands) part.copyInheritedSettings(program);
  }
  await program.parseAsync();
}

// A reader that goes away (`| head`) is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  process.stderr.write(`sagewarden: stdout: ${error.code ?? error.message}\n`);
  process.exit(2);
});

run().catch((error: unknown) => {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    reportError(error);
    process.exitCode = 2;
  }
});
