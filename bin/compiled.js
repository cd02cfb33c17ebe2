// Runs the built program with the code that V8 compiled for it the last time. Node's own cache keeps a file as it is
// before it runs: the functions in it, nearly all of a start's time, would be compiled again each time.
const {
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} = require('node:fs');
const { createRequire } = require('node:module');
const { homedir } = require('node:os');
const { dirname, join } = require('node:path');
const { Script } = require('node:vm');

/** What the program calls when it has started: what was compiled until then is kept. */
const keep = Symbol.for('solemate.keepCompiled');

/** @param program the built file: one function expression, in ASCII, its first line a comment with the hash of the rest */
function runCompiled(program) {
  // Latin-1 is the quickest of all to read, and takes a byte a character in memory.
  const source = readFileSync(program, 'latin1');
  const use = useOf(process.argv.slice(2));
  const name = `${use}-${source.slice(3, 19)}-${process.version}-${process.arch}`;
  const caches = placesFor(program);
  const cachedData = readFirst(caches, name);
  const script = new Script(source, { filename: program, cachedData });
  if (cachedData === undefined || script.cachedDataRejected) {
    const write = () => writeFirst(caches, use, name, () => script.createCachedData());
    if (use === 'terminal') globalThis[keep] = write;
    else process.once('exit', (code) => void (code === 0 && write()));
  }
  script.runInThisContext()(createRequire(program), program, dirname(program));
}

/** The terminal, help and each command, for people or for programs, use other parts of the program: each has its own. */
function useOf(words) {
  if (words.some((word) => word === '--help' || word === '--version') || words[0] === 'help') return 'help';
  const [first = '-', second = '-'] = words;
  if (!plain.test(first)) return 'terminal';
  return [first, ...(plain.test(second) ? [second] : []), ...(words.includes('--json') ? ['json'] : [])].join('.');
}

const plain = /^[a-z_][a-z_-]{0,40}$/;
/** Use, the program's hash, Node and processor. */
const nameOfOne = /^([a-z_][a-z._-]*)-[0-9a-f]{16}-(v.+)$/;
/** A megabyte or two each. */
const most = 48;

/** Beside the program; where that may not be written, among the person's own files, which nobody else may write. */
function placesFor(program) {
  const own = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return [join(dirname(program), '../node_modules/.cache/solemate'), join(own, 'solemate')];
}

function readFirst(places, name) {
  for (const place of places) {
    const file = join(place, name);
    try {
      const code = readFileSync(file);
      touch(file);
      return code;
    } catch {
      // None yet: it is compiled then.
    }
  }
  return undefined;
}

/** What is used stays. */
function touch(file) {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // Somebody else's: it goes by when it was written.
  }
}

function writeFirst(places, use, name, make) {
  for (const place of places) {
    try {
      mkdirSync(place, { recursive: true, mode: 0o700 });
      const aside = join(place, `.${name}-${process.pid}`);
      writeFileSync(aside, make());
      renameSync(aside, join(place, name));
      forget(place, use, name);
      return;
    } catch {
      // The next place. Without any, the next start takes as long as this one.
    }
  }
}

/** Of the same use that of an earlier build, and of too many those that were used longest ago. */
function forget(place, use, name) {
  try {
    const others = readdirSync(place)
      .filter((one) => nameOfOne.test(one) && one !== name)
      .map((one) => ({ one, at: statSync(join(place, one), { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
      .sort((older, newer) => newer.at - older.at);
    const replaced = ({ one }) => {
      const [, itsUse, runtime] = nameOfOne.exec(one);
      return itsUse === use && runtime === `${process.version}-${process.arch}`;
    };
    const left = others.filter((one) => !replaced(one));
    for (const { one } of [...others.filter(replaced), ...left.slice(most - 1)])
      rmSync(join(place, one), { force: true });
  } catch {
    // They take room and do no harm.
  }
}

module.exports = { runCompiled };
