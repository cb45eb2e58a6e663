import { join } from 'node:path';
import { Loader } from './loader.ts';

/** The build's: which of its files is the program. */
declare const program: string;

new Loader().load(join(__dirname, program));
