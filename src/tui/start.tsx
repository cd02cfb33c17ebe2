import { render, type Instance } from 'ink';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { localeFrom, setLocale, showNumber } from '../domain/locale.ts';
import { may, type Actor } from '../domain/permissions.ts';
import { readSettings } from '../platform/config.ts';
import { editorOf, editText } from '../platform/editor.ts';
import { keepCompiledCode } from '../platform/compiled-code.ts';
import { boundYoungSpace } from '../platform/heap.ts';
import { layoutEngine } from '../platform/layout-engine.ts';
import type { Log } from '../platform/log.ts';
import type { OpenStore } from '../platform/store.ts';
import { App } from './app/App.tsx';
import type { EarlyAnswer } from './app/early.ts';
import { watchAway } from './app/away.ts';
import { createIdle, turn } from './app/idle.ts';
import { firstRunOf } from './app/connecting.ts';
import type { InputEvent } from './app/decoder.ts';
import { createKeyboard } from './app/keyboard.ts';
import { linearOutput, linearSize } from './app/linear.ts';
import { createLook, glyphsOf, isLinear } from './app/look.ts';
import { personOptions } from './app/persons.ts';
import { preferencesOf } from './app/preferences.ts';
import { followPresence } from './app/presence.ts';
import { createShell, type Shell } from './app/shell.ts';
import { sizeOf } from './app/size.ts';
import { createTerminal } from './app/terminal.ts';
import { makeKeymap } from './keys/keymap.ts';
import type { Leaving } from './leaving.ts';
import { atFirst, loadCatalogue } from './catalogue.ts';

/** Minutes. */
const lockAfter = 15;

/** The full-screen terminal on an open store; resolves with the exit code when it is left, the terminal as it was. */
export async function runApp(
  store: OpenStore,
  actor: Actor | undefined,
  early: EarlyAnswer,
  log: Log,
  leaving: Leaving,
): Promise<number> {
  const settings = readSettings(store.home);
  const { keymap, problems } = makeKeymap(settings.keys);
  const terminal = createTerminal(process.stdin, process.stdout);
  setLocale(localeFrom(settings.locale, process.env));
  const linear = isLinear(settings, process.env);
  const env = linear ? { ...process.env, NO_COLOR: '1' } : process.env;
  const look = createLook({ env, theme: settings.theme, glyphs: glyphsOf(settings, env), store });
  const preferences = preferencesOf(store.home, look, { on: settings.mouse ?? false, set: terminal.setMouse });
  const { leave } = leaving;
  let broken: { error: unknown } | undefined;
  const fatal = (error: unknown) => {
    broken ??= { error };
    leave(1);
  };

  let catalogue = atFirst;
  let complete = false;
  const typedAhead: InputEvent[] = [];

  const shell: Shell = createShell({
    store,
    actor,
    get screens() {
      return catalogue.screens;
    },
    get operations() {
      return catalogue.operations;
    },
    early,
    home: ({ role }, layout) => {
      const { handheld = 'auto' } = settings;
      const wanted = handheld === 'always' || (handheld === 'auto' && role === 'warehouse' && layout === 'handheld');
      return wanted ? 'handheld' : undefined;
    },
    keymap,
    log,
    theme: look.theme(),
    ...personOptions(store),
    size: linear ? linearSize : terminal.size(),
    preferences,
    firstRun: firstRunOf(store),
    signals: {
      settled: async () => {
        await turn();
        await turn();
      },
      activity: () => idle.activity(),
      redraw: () => void terminal.redraw(),
      suspend: () => void terminal.suspend(),
      exit: leave,
      write: (bytes) => terminal.write(bytes),
      edit: (text) => {
        editorOf(process.env);
        return terminal.lend(() => editText(text));
      },
      broken: fatal,
      ready: terminal.attach,
    },
  });
  const keyboard = createKeyboard({
    stdin: process.stdin,
    mode: () => shell.dispatcher.scanMode(),
    events: (events) => {
      const answer = events.find((event) => event.kind === 'background');
      if (answer) {
        look.answered(answer.rgb);
        shell.theme.set(look.theme());
      } else if (events.length) {
        away.used();
      }
      if (!complete) typedAhead.push(...events);
      else if (events.length) shell.dispatcher.feed(events);
      idle.activity();
    },
    ended: () => leave(128 + 1),
  });
  const away = watchAway(shell, settings.lockAfter ?? lockAfter);
  let resizes = 0;
  let rested = false;
  const drawn = Promise.withResolvers<Instance>();
  const idle = createIdle({
    quiet: () => complete && !shell.dispatcher.busy() && !keyboard.waiting() && shell.pending() === 0,
    flush: () => drawn.promise.then((one) => one.waitUntilRenderFlush()),
    tell: () => {
      if (!rested) {
        // All that a start needs has run by now.
        rested = true;
        keepCompiledCode();
        boundYoungSpace();
      }
      if (process.env['SOLEMATE_IDLE'] === 'osc') terminal.write(`\u001b]5379;${keyboard.bytes()};${resizes}\u0007`);
    },
  });
  const resized = () => {
    resizes += 1;
    const { columns, rows } = terminal.size();
    shell.size.set(sizeOf(columns, rows));
    idle.activity();
  };

  process.on('uncaughtException', fatal);
  process.on('unhandledRejection', fatal);
  await layoutEngine.ready();
  terminal.enter();
  const instance = render(<App shell={shell} />, {
    ...(linear
      ? { stdout: linearOutput(terminal.write), debug: true }
      : { stdout: terminal.frames, alternateScreen: true }),
    incrementalRendering: true,
    // At 30 a key on the heels of a live change or a preview would wait 34 ms for its frame.
    maxFps: 120,
    patchConsole: false,
    exitOnCtrlC: false,
    interactive: true,
    onRender: () => idle.activity(),
  });
  drawn.resolve(instance);
  if (!linear) process.stdout.on('resize', resized);
  keyboard.start();
  if (look.asks()) terminal.askBackground();
  const welcomes = actor && store.kind === 'sample' && !shell.options.firstRun?.welcomed();
  if (welcomes || !opensAtFirst(shell)) catalogue = await loadCatalogue();
  shell.become(actor);
  if (welcomes) shell.navigate('welcome');
  await turn();
  // The first of all formats takes 30 ms: it is made while the database answers.
  showNumber(0);
  if (catalogue === atFirst) catalogue = await loadCatalogue();
  for (const problem of problems) shell.toast('warning', problem);
  complete = true;
  shell.dispatcher.feed(typedAhead.splice(0));
  const following = followStore(store, shell, log);
  const stopPresence = followPresence(shell);
  idle.activity();

  const code = await leaving.code;
  keyboard.stop();
  process.stdout.off('resize', resized);
  instance.unmount();
  // An error while drawing is known; what Ink has still to write is waited for with the rest.
  void instance.waitUntilExit().catch(() => undefined);
  const restored = await terminal.leave();
  process.off('uncaughtException', fatal);
  process.off('unhandledRejection', fatal);
  away.stop();
  // A database that does not answer holds nobody up: the lease runs out by itself.
  await Promise.race([stopPresence(), sleep(1000, undefined, { ref: false })]);
  await following.then((stop) => stop());
  if (broken) tellBroken(broken.error, log, restored);
  return code;
}

/** What this person sees first is among what is there at first: a sign-in, or the dashboard. */
function opensAtFirst({ actor, options, size }: Shell): boolean {
  const who = actor.get();
  if (!who) return true;
  const { layout } = size.get();
  return (
    options.home?.(who, layout) === undefined && atFirst.screens.some(({ permission }) => may(who.role, permission))
  );
}

/** Live changes into the shell; a feed that cannot be had is told in the header and costs nothing else. */
async function followStore({ database }: OpenStore, shell: Shell, log: Log): Promise<() => Promise<void>> {
  try {
    const feed = await database.changes();
    let everLive = feed.state !== 'lost';
    // What was never there is not lost: a start shows that it is coming.
    shell.connection.set(everLive ? feed.state : 'connecting');
    const stopChanges = feed.on((change) => shell.changed(change));
    const stopStates = feed.onState((state) => {
      shell.retryAt.set(feed.retryAt);
      const before = shell.connection.get();
      everLive ||= state !== 'lost';
      shell.connection.set(everLive ? state : 'connecting');
      if ((before === 'lost' || before === 'connecting') && state !== 'lost')
        shell.refreshes.update((count) => count + 1);
    });
    return async () => {
      stopChanges();
      stopStates();
      await feed.close();
    };
  } catch (error) {
    log.error('no live changes', { error });
    shell.connection.set('lost');
    return () => Promise.resolve();
  }
}

/** After the alternate screen is gone, or nobody would ever read it. */
function tellBroken(error: unknown, log: Log, restored: boolean): void {
  log.error('the terminal ended', { error });
  if (!restored) return;
  const what = error instanceof Error ? error.message : String(error);
  process.stderr.write(`solemate: the terminal ended unexpectedly: ${what}\nDetails: ${log.file}\n`);
}
