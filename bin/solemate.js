#!/usr/bin/env node
// Starts the built program. Plain JavaScript that any Node reads, so that an old one gets a sentence, not a stack trace.
import { existsSync } from 'node:fs';
import * as module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const oldest = 22;
const here = dirname(fileURLToPath(import.meta.url));
const program = join(here, '..', 'dist', 'main.js');

if (!existsSync(program)) {
  stop(`solemate is not built yet: run "npm run build" in ${dirname(here)}.`);
} else if (Number.parseInt(process.versions.node, 10) >= oldest) {
  cacheCompiledCode();
  await import(pathToFileURL(program).href);
} else {
  await runWith(bundledNode());
}

/**
 * Halves a start. What the first run used is kept and never more, so the terminal and the commands have each their own.
 * Where the package's own directory may not be written, Node's own place in the temporary one serves.
 */
function cacheCompiledCode() {
  const face = process.argv.slice(2).every((word) => word.startsWith('-')) ? 'terminal' : 'commands';
  const { status } = module.enableCompileCache(join(here, '..', 'node_modules', '.cache', 'solemate', face)) ?? {};
  if (status === module.constants.compileCacheStatus.FAILED) module.enableCompileCache();
}

/** The Node that npm installed beside us (package "node"), looked for upwards as Node looks for packages. */
function bundledNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  for (let at = join(here, '..'); ; at = dirname(at)) {
    const found = join(at, 'node_modules', 'node', 'bin', name);
    if (existsSync(found)) return found;
    if (dirname(at) === at) return undefined;
  }
}

async function runWith(node) {
  if (node === undefined) {
    stop(
      `solemate needs Node.js ${oldest} or newer and this is ${process.versions.node}: ` +
        'install Node.js 24 from https://nodejs.org, or run "npm install" so that the bundled one is there.',
    );
    return;
  }
  const { spawn } = await import('node:child_process');
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // The terminal sends Ctrl-C to both; what is sent to us alone is passed on, and we end as the program ended.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => pass(child, signal));
  child.on('error', (error) => stop(`The bundled Node.js does not run: ${error.message}.`));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function pass(child, signal) {
  if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
}

function stop(sentence) {
  console.error(sentence);
  process.exitCode = 1;
}
