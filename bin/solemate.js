#!/usr/bin/env node
// Starts the built program. Plain JavaScript that any Node reads, so that an old one gets a sentence, not a stack trace.
const { existsSync } = require('node:fs');
const { dirname, join } = require('node:path');

const oldest = 22;
const program = join(__dirname, '..', 'dist', 'main.js');

if (!existsSync(program)) {
  stop(`solemate is not built yet: run "npm run build" in ${dirname(__dirname)}.`);
} else if (Number.parseInt(process.versions.node, 10) >= oldest) {
  require('./compiled.js').runCompiled(program);
} else {
  runWith(bundledNode());
}

/** The Node that npm installed beside us (package "node"), looked for upwards as Node looks for packages. */
function bundledNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  for (let at = join(__dirname, '..'); ; at = dirname(at)) {
    const found = join(at, 'node_modules', 'node', 'bin', name);
    if (existsSync(found)) return found;
    if (dirname(at) === at) return undefined;
  }
}

function runWith(node) {
  if (node === undefined) {
    stop(
      `solemate needs Node.js ${oldest} or newer and this is ${process.versions.node}: ` +
        'install Node.js 24 from https://nodejs.org, or run "npm install" so that the bundled one is there.',
    );
    return;
  }
  const { spawn } = require('node:child_process');
  const child = spawn(node, [__filename, ...process.argv.slice(2)], { stdio: 'inherit' });
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
