#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { version } from '../version.ts';
import { baselineCommand } from './baseline.ts';
import { doctorCommand } from './doctor.ts';
import { reportError } from './errors.ts';
import { publicKeysCommand } from './public-keys.ts';
import { replayCommand } from './replay.ts';
import { reportCommand } from './report.ts';
import { rulesCommand } from './rules.ts';
import { scanCommand } from './scan.ts';
import { verifyCommand } from './verify.ts';

const program = new Command('sagewarden')
  .description('Finds SageMaker resources that were created outside the network boundary, in CloudTrail records.')
  .version(version)
  .showHelpAfterError('(sagewarden --help, or sagewarden COMMAND --help, says more)')
  // `report` and `report verify` both have --json: each takes what stands behind its own name.
  .enablePositionalOptions()
  .exitOverride()
  .addHelpText('after', '\nExit codes: 0 conforms, 1 findings, 2 could not run, 3 inconclusive.\n');

const commands = [
  scanCommand(),
  verifyCommand(),
  publicKeysCommand(),
  replayCommand(),
  rulesCommand(),
  baselineCommand(),
  reportCommand(),
  doctorCommand(),
];
for (const command of commands) {
  program.addCommand(command.copyInheritedSettings(program));
  for (const part of command.commands) part.copyInheritedSettings(program);
}

// A reader that goes away (`| head`) is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  process.stderr.write(`sagewarden: stdout: ${error.code ?? error.message}\n`);
  process.exit(2);
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    reportError(error);
    process.exitCode = 2;
  }
}
