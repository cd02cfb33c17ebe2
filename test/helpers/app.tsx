import { stripVTControlCharacters } from 'node:util';
import { render } from 'ink-testing-library';
import type { Role } from '../../src/domain/permissions.ts';
import { operations } from '../../src/operations/index.ts';
import { openDrafts } from '../../src/platform/drafts.ts';
import { findHome } from '../../src/platform/home.ts';
import { openLog } from '../../src/platform/log.ts';
import { App } from '../../src/tui/app/App.tsx';
import { createDecoder } from '../../src/tui/app/decoder.ts';
import { turn } from '../../src/tui/app/idle.ts';
import type { Screen } from '../../src/tui/app/screen.ts';
import { createShell, type Shell, type ShellSignals } from '../../src/tui/app/shell.ts';
import { makeKeymap } from '../../src/tui/keys/keymap.ts';
import { makeTheme } from '../../src/tui/theme/theme.ts';
import type { TestDatabase } from './database.ts';

export interface TestApp {
  readonly shell: Shell;
  /** Bytes as the terminal sends them, until nothing waits. */
  type(bytes: string): Promise<void>;
  quiet(): Promise<void>;
  frame(): string;
  /** What was written to the terminal past the frames. */
  readonly written: readonly string[];
  close(): void;
}

export interface TestAppOptions {
  readonly screens: readonly Screen[];
  readonly home: string;
  readonly role?: Role;
  readonly size?: { readonly columns: number; readonly rows: number };
  readonly signals?: Partial<ShellSignals>;
}

/** The terminal app without a terminal: shell, dispatcher and frames over a real database. */
export async function openApp(db: TestDatabase, options: TestAppOptions): Promise<TestApp> {
  const { screens, role = 'admin', size = { columns: 100, rows: 30 } } = options;
  const files = findHome(options.home);
  const written: string[] = [];
  const shell = createShell({
    store: { database: db.database, label: 'sample', kind: 'sample', readOnly: false, close: () => Promise.resolve() },
    actor: undefined,
    screens,
    operations: operations.filter((one) => one.kind !== 'export'),
    theme: makeTheme({ noColor: true }),
    keymap: makeKeymap().keymap,
    log: openLog(files),
    draftsOf: ({ id }) => {
      const drafts = openDrafts(files, { store: 'test', actorId: id });
      return {
        read: (key) => drafts.load(key)?.value,
        write: (key, value) => drafts.save(key, value),
        remove: (key) => drafts.remove(key),
      };
    },
    size,
    signals: {
      settled: async () => {
        await turn();
        await turn();
      },
      redraw: () => undefined,
      suspend: () => undefined,
      exit: () => undefined,
      activity: () => undefined,
      write: (bytes) => void written.push(bytes),
      broken: (error) => {
        throw error;
      },
      ready: () => undefined,
      ...options.signals,
    },
  });
  const view = render(<App shell={shell} />);
  shell.become(db.actor(role));

  async function quiet(): Promise<void> {
    do {
      await turn();
      await turn();
      await turn();
    } while (shell.dispatcher.busy() || shell.pending() > 0);
  }

  await quiet();
  return {
    shell,
    quiet,
    written,
    async type(bytes) {
      const decoder = createDecoder();
      decoder.setMode(shell.dispatcher.scanMode());
      shell.dispatcher.feed(decoder.push(Buffer.from(bytes), 0));
      shell.dispatcher.feed(decoder.flush(60_000));
      await quiet();
    },
    frame: () => stripVTControlCharacters(view.lastFrame() ?? ''),
    close: () => view.unmount(),
  };
}
