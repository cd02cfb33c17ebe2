#!/usr/bin/env node
// The forced command of sshd on a bastion: one person's SoleMate and nothing else (docs/bastion.md). People share an
// account that knows the database's password, so whatever could read that account's files or run a program is refused.
// In authorized_keys:  command="/opt/solemate/bin/solemate-bastion.js ana",restrict,pty ssh-ed25519 AAAA… ana
const { spawn } = require('node:child_process');
const { mkdirSync } = require('node:fs');
const { join } = require('node:path');

const [person = '', ...more] = process.argv.slice(2);
if (!/^[a-z][a-z0-9_-]{0,31}$/u.test(person) || more.length > 0) {
  stop('the forced command names one person: solemate-bastion.js ana');
}

const words = split(process.env['SSH_ORIGINAL_COMMAND'] ?? '');
const [noun = ''] = words;
if (['config', 'db', 'store', 'setup', 'completion'].includes(noun)) {
  stop(`"${noun}" is not to be had here: it is done on the bastion itself.`);
}
const flag = words.find((word) => /^--(?:url|home|profile)(?:=|$)/u.test(word));
if (flag !== undefined) stop(`"${flag.replace(/=.*/u, '')}" is not to be had here: there is one store.`);

const home = join(process.env['SOLEMATE_BASTION_HOMES'] ?? '/var/lib/solemate', person);
const files = join(home, 'files');
mkdirSync(files, { recursive: true, mode: 0o700 });

// Nothing of what the other side sent: sshd may be told to accept variables, and EDITOR runs programs.
const kept = ['PATH', 'TERM', 'COLORTERM', 'LANG', 'LC_ALL', 'TZ', 'NO_COLOR'];
const shop = Object.entries(process.env).filter(([name]) => name.startsWith('SOLEMATE_') || kept.includes(name));
const env = {
  ...Object.fromEntries(shop),
  HOME: home,
  SOLEMATE_HOME: home,
  SOLEMATE_FILES: files,
  EDITOR: 'rnano',
  VISUAL: 'rnano',
};
delete env['SOLEMATE_TOKEN'];

const program = join(__dirname, 'solemate.js');
const child = spawn(process.execPath, [program, ...words], { stdio: 'inherit', env, cwd: files });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) {
  process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal)));
}
child.on('error', (error) => stop(error.message));
child.on('exit', (code) => process.exit(code ?? 1));

/** Words as a shell splits them, quotes and backslashes heeded; nothing is expanded and nothing is run. */
function split(line) {
  const found = [];
  let word;
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at];
    if (sign === "'" || sign === '"') {
      word ??= '';
      for (at += 1; at < line.length && line[at] !== sign; at += 1) {
        if (sign === '"' && line[at] === '\\' && /["\\]/u.test(line[at + 1] ?? '')) at += 1;
        word += line[at];
      }
      if (at === line.length) stop('a quotation mark is open.');
    } else if (sign === '\\') {
      at += 1;
      word = (word ?? '') + (line[at] ?? '');
    } else if (/\s/u.test(sign)) {
      if (word !== undefined) found.push(word);
      word = undefined;
    } else word = (word ?? '') + sign;
  }
  return word === undefined ? found : [...found, word];
}

function stop(why) {
  process.stderr.write(`solemate: ${why}\n`);
  process.exit(2);
}
