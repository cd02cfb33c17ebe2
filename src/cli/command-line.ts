/** All that reads a command line, as one file of the program: what only asks for the version does not load it. */
export { makeCli, readGlobals, whereabouts } from './context.ts';
export { completeWords } from './completion.ts';
export { parse } from './program.ts';
