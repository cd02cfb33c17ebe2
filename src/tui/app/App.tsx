import { Box, Text, useApp as useInk } from 'ink';
import { Component, useEffect, useLayoutEffect, useState, type ReactElement, type ReactNode } from 'react';
import { ThemeContext } from '../theme/context.ts';
import { Crumbs, Header, Hints, toastLines, toastRoom, Toasts } from './Frame.tsx';
import { Lock } from './Lock.tsx';
import { LevelContext, PlaceContext, ShellContext, useShell } from './context.ts';
import { offerActions } from './actions.ts';
import { OverlayView } from './OverlayView.tsx';
import { FilterLine } from './overlays/FilterLine.tsx';
import { offerCopies } from './copies.ts';
import type { KeyHandlers } from './dispatcher.ts';
import type { Size } from './screen.ts';
import type { Shell } from './shell.ts';
import { SignIn } from './SignIn.tsx';
import { hasUndo, undoLast } from './undo.ts';
import { useValue, value } from './value.ts';
import { leaving } from './work.ts';

export function App({ shell }: { readonly shell: Shell }): ReactElement {
  const theme = useValue(shell.theme);
  return (
    <ShellContext value={shell}>
      <ThemeContext value={theme}>
        <Catcher caught={(error) => shell.options.signals.broken(error)}>
          <Frame />
        </Catcher>
      </ThemeContext>
    </ShellContext>
  );
}

/** An error in render ends the program: a half-drawn screen would lie. It is printed once the terminal is restored. */
class Catcher extends Component<{ caught: (error: unknown) => void; children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };
  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }
  override componentDidCatch(error: unknown): void {
    this.props.caught(error);
  }
  override render(): ReactNode {
    return this.state.broken ? null : this.props.children;
  }
}

const smallest = { columns: 20, rows: 6 };

function tooSmall({ columns, rows }: Size): boolean {
  return columns < smallest.columns || rows < smallest.rows;
}

function Frame(): ReactElement {
  const shell = useShell();
  const size = useValue(shell.size);
  const overlays = useValue(shell.overlays);
  const toasts = useValue(shell.toasts);
  const actor = useValue(shell.actor);
  const locked = useValue(shell.locked) !== undefined;
  const [told] = useState(() => value(1));
  const filterTold = useValue(told);
  const { suspendTerminal } = useInk();
  useEffect(() => shell.options.signals.ready(suspendTerminal), [shell, suspendTerminal]);
  useShellKeys(shell);
  // What a key opened is listening from here on; the dispatcher waits for it (type-ahead).
  useLayoutEffect(() => shell.options.signals.activity());
  if (tooSmall(size)) {
    return (
      <Box width={size.columns} height={size.rows} overflowY="hidden">
        <Text wrap="truncate">{`${size.columns}x${size.rows} is too small`}</Text>
      </Box>
    );
  }
  const messages = toastLines(toasts, size.columns, toastRoom(size.rows));
  const filtering = overlays.find((overlay) => overlay.kind === 'filter');
  const top = filtering ? 2 + filterTold : 2;
  const bodyHeight = Math.max(1, size.rows - top - 1 - messages.length);
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflowY="hidden">
      <Header />
      {locked ? (
        <LevelContext value={lockLevel}>
          <Lock width={size.columns} height={size.rows - 1} />
        </LevelContext>
      ) : null}
      <Box flexDirection="column" display={locked ? 'none' : 'flex'}>
        {filtering ? (
          <LevelContext value={levelOf(overlays.indexOf(filtering))}>
            <FilterLine
              key={filtering.id}
              request={filtering.request}
              width={size.columns}
              told={told}
              most={Math.min(5, Math.floor(size.rows / 3))}
              done={filtering.answer}
            />
          </LevelContext>
        ) : (
          <Crumbs />
        )}
        <Box width={size.columns} height={bodyHeight} overflowY="hidden">
          {actor ? (
            <Body width={size.columns} height={bodyHeight} />
          ) : (
            <SignIn width={size.columns} height={bodyHeight} />
          )}
          {overlays.map((overlay, index) =>
            overlay.kind === 'filter' ? null : (
              <LevelContext key={overlay.id} value={levelOf(index)}>
                <OverlayView overlay={overlay} columns={size.columns} rows={bodyHeight} />
              </LevelContext>
            ),
          )}
        </Box>
        <Toasts lines={messages} />
        <Hints />
      </Box>
    </Box>
  );
}

/** Above whatever is open: dialogs of what runs on may come up under the cover. */
const lockLevel = 1_000_000;

function levelOf(index: number): number {
  return 10 + index;
}

function Body({ width, height }: { readonly width: number; readonly height: number }): ReactElement | null {
  const shell = useShell();
  const stack = useValue(shell.stack);
  const overlays = useValue(shell.overlays);
  const place = stack.at(-1);
  if (!place) return null;
  return (
    <PlaceContext value={place}>
      <Box key={place.id} width={width} height={height} overflowY="hidden" flexDirection="column">
        {place.screen.render({ params: place.params, active: overlays.length === 0, width, height })}
      </Box>
    </PlaceContext>
  );
}

/** Keys that work wherever a screen does not want them itself. */
function useShellKeys(shell: Shell): void {
  useLayoutEffect(() => {
    const leave = leaving(shell);
    const handlers = {
      back: () => (shell.toasts.get().length ? shell.dismissToasts() : shell.back()),
      leave: () => (shell.stack.get().length > 1 ? shell.back() : leave()),
      'last-view': shell.lastView,
      palette: () => shell.open({ kind: 'palette', here: shell.dispatcher.listening(), answer: () => undefined }),
      help: () => {
        const open = shell.overlays.get().some(({ kind }) => kind === 'help');
        if (!open && shell.locked.get() === undefined) {
          shell.open({ kind: 'help', here: shell.dispatcher.listening(), answer: () => undefined });
        }
      },
      actions: () => void offerActions(shell, shell.actions(), shell.actionsTitle()),
      undo: () => void undoLast(shell).catch(shell.fail),
      copy: () => void copyHere(shell).catch(shell.fail),
      refresh: () => shell.refreshes.update((count) => count + 1),
      redraw: shell.options.signals.redraw,
      suspend: shell.options.signals.suspend,
      quit: leave,
    } satisfies KeyHandlers;
    // Where there is no room to show anything, nothing is opened, left or done behind that either.
    const { redraw, suspend } = handlers;
    const unseen: KeyHandlers = { quit: shell.quit, redraw, suspend };
    const heard = () => (tooSmall(shell.size.get()) ? unseen : handlers);
    // What was done before this start is looked for too when `z` is pressed, but only what is known is hinted.
    const labels = () => ({
      ...(hasUndo(shell) ? {} : { undo: '' }),
      ...(shell.actions().length > 0 ? {} : { actions: '' }),
    });
    const { version, addLayer } = shell.dispatcher;
    const forget = shell.history.subscribe(() => version.update((now) => now + 1));
    const remove = addLayer({ level: 0, scope: 'app', modal: false, handlers: heard, labels });
    return () => {
      forget();
      remove();
    };
  }, [shell]);
}

/** `y` on a screen that has no record under a cursor: the command line that shows the same. */
async function copyHere(shell: Shell): Promise<void> {
  const place = shell.stack.get().at(-1);
  if (place) await offerCopies(shell, place, {}, undefined);
}
