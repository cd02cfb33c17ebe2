import { EventEmitter } from 'node:events';
import { stripVTControlCharacters } from 'node:util';
import { render as renderOn } from 'ink';
import { render } from 'ink-testing-library';
import type { ReactElement } from 'react';
import type { Actor, Role } from '../../src/domain/permissions.ts';
import { openDrafts } from '../../src/platform/drafts.ts';
import { findHome } from '../../src/platform/home.ts';
import { openLog } from '../../src/platform/log.ts';
import type { BackupSource } from '../../src/platform/pgbackrest/source.ts';
import { App } from '../../src/tui/app/App.tsx';
import type { FirstRun } from '../../src/tui/app/connecting.ts';
import { createDecoder } from '../../src/tui/app/decoder.ts';
import { turn } from '../../src/tui/app/idle.ts';
import type { Screen } from '../../src/tui/app/screen.ts';
import { createShell, type Shell } from '../../src/tui/app/shell.ts';
import { makeKeymap } from '../../src/tui/keys/keymap.ts';
import { makeTheme, type Theme } from '../../src/tui/theme/theme.ts';
import type { TestDatabase } from './database.ts';
import { operations } from './operations.ts';

export interface ScreensOptions {
  readonly db: TestDatabase;
  readonly screens: readonly Screen[];
  /** Where drafts and logs go. */
  readonly home: string;
  readonly role?: Role;
  readonly size?: { readonly columns: number; readonly rows: number };
  readonly theme?: Theme;
  readonly firstRun?: FirstRun;
  readonly backups?: () => BackupSource;
  /** Who is right about the password of a locked screen. */
  readonly unlock?: (password: string) => Actor;
  /** In place of a person's editor. */
  readonly edit?: (text: string) => Promise<string>;
  /** Draws a few frames a second, as the program does, and keeps none: for runs of very many keys. */
  readonly unseen?: boolean;
}

/** The app in this process, without a PTY: what a key does to the frame and to the shell. */
export interface OpenScreens {
  readonly shell: Shell;
  /** Bytes as the terminal sends them, through decoder and dispatcher, until nothing waits. */
  type(bytes: string): Promise<void>;
  quiet(): Promise<void>;
  /** Lets go of the frames drawn so far, so that a long run stays small. */
  forget(): void;
  /** What is on the screen, without colours. */
  frame(): string;
  /** The same with its colours. */
  styled(): string;
  /** How many frames were drawn so far. */
  frames(): number;
  /** The exit code, once the program wants to leave. */
  left(): number | undefined;
  /** What broke in render. */
  broken(): unknown;
  /** What went to the terminal besides frames. */
  written(): string;
  close(): void;
}

export function openScreens({
  db,
  screens,
  home,
  role = 'admin',
  size = { columns: 100, rows: 24 },
  theme = makeTheme({ noColor: true }),
  firstRun,
  backups,
  unlock,
  edit,
  unseen = false,
}: ScreensOptions): OpenScreens {
  const files = findHome(home);
  const drafts = openDrafts(files, { store: 'test', actorId: 'me' });
  let left: number | undefined;
  let broken: unknown;
  let written = '';
  const shell = createShell({
    store: {
      database: db.database,
      label: 'sample',
      kind: 'sample',
      readOnly: false,
      close: () => Promise.resolve(),
      ...(backups && { backups }),
    },
    actor: undefined,
    screens,
    operations: operations.filter((one) => one.kind !== 'export'),
    theme,
    firstRun,
    unlock: unlock && ((_actor, password) => Promise.resolve(unlock(password))),
    keymap: makeKeymap().keymap,
    log: openLog(files),
    draftsOf: () => ({
      read: (key) => drafts.load(key)?.value,
      write: (key, value) => drafts.save(key, value),
      remove: (key) => drafts.remove(key),
      names: () => drafts.list().map(({ name }) => name),
    }),
    size,
    signals: {
      settled: async () => {
        await turn();
        await turn();
      },
      redraw: () => undefined,
      suspend: () => undefined,
      exit: (code) => void (left = code),
      activity: () => undefined,
      write: (bytes) => void (written += bytes),
      edit: edit ?? ((text) => Promise.resolve(text)),
      broken: (error) => void (broken = error),
      ready: () => undefined,
    },
  });
  const view = (unseen ? drawUnseen : draw)(<App shell={shell} />, size);
  shell.become(db.actor(role));

  async function quiet(): Promise<void> {
    do {
      await turn();
      await turn();
      await turn();
    } while (shell.dispatcher.busy() || shell.pending() > 0);
  }

  return {
    shell,
    quiet,
    async type(bytes) {
      const decoder = createDecoder();
      decoder.setMode(shell.dispatcher.scanMode());
      shell.dispatcher.feed(decoder.push(Buffer.from(bytes), 0));
      shell.dispatcher.feed(decoder.flush(60_000));
      await quiet();
    },
    frame: () => stripVTControlCharacters(view.last()),
    styled: () => view.last(),
    forget: () => void (view.frames.length = 0),
    frames: () => view.frames.length,
    left: () => left,
    broken: () => broken,
    written: () => written,
    close: () => view.unmount(),
  };
}

type Cells = Required<ScreensOptions>['size'];

interface Drawn {
  readonly frames: string[];
  last(): string;
  unmount(): void;
}

/** On a terminal of that size that keeps every frame; the library's own is 100 columns wide, until it is told. */
function draw(app: ReactElement, { columns, rows }: Cells): Drawn {
  const { stdout, frames, lastFrame, unmount } = render(app);
  Object.defineProperties(stdout, { columns: { value: columns }, rows: { value: rows } });
  stdout.emit('resize');
  return { frames, last: () => lastFrame() ?? '', unmount };
}

/** On one that keeps none. */
function drawUnseen(app: ReactElement, size: Cells): Drawn {
  const stdout = Object.assign(new EventEmitter(), {
    ...size,
    isTTY: true,
    write(_text: string, ...rest: readonly (string | (() => void))[]) {
      for (const written of rest) if (typeof written === 'function') written();
      return true;
    },
  }) as unknown as NodeJS.WriteStream;
  const options = { stdout, maxFps: 5, patchConsole: false, exitOnCtrlC: false, interactive: true };
  const { unmount } = renderOn(app, options);
  return { frames: [], last: () => '', unmount };
}
