import type TableComponent from 'ink-table';
import type * as Ink from 'ink';
import type * as React from 'react';

/**
 * ink-table is CommonJS and calls require('ink'), but today's Ink is an ES module that awaits at its top: Node refuses
 * that require. So our own Ink and React are put where its require looks first. The real `module` builtin is asked for
 * by name because a test runner gives files its own one, whose cache ink-table would not see.
 */
export function loadInkTable(ink: typeof Ink, react: typeof React): typeof TableComponent {
  const { createRequire, Module } = process.getBuiltinModule('node:module');
  const near = createRequire(import.meta.url);
  const require = createRequire(near.resolve('ink-table'));
  for (const [name, exports] of Object.entries({ ink, react })) {
    const path = require.resolve(name);
    const module = new Module(path);
    module.loaded = true;
    module.exports = exports;
    require.cache[path] = module;
  }
  const loaded = require('ink-table') as { default: typeof TableComponent };
  return loaded.default;
}
