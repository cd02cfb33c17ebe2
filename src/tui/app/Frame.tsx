import { Box, Text, useAnimation } from 'ink';
import { useEffect, useState, type ReactElement } from 'react';
import { hints } from '../keys/help.ts';
import { useTheme } from '../theme/context.ts';
import type { Tone } from '../theme/theme.ts';
import { paintLine, paintSides, spansWidth, wrap, type Span, type Spans } from '../widgets/spans.ts';
import { useShell } from './context.ts';
import { othersAt, recordOf } from './presence.ts';
import type { Toast } from './shell.ts';
import type { Work } from './work.ts';
import { useValue, value } from './value.ts';

/** ` SoleMate · production (read-write) · ana@solemate.example (manager)      ● live   14:02 UTC` */
export function Header(): ReactElement {
  const shell = useShell();
  const theme = useTheme();
  const size = useValue(shell.size);
  const actor = useValue(shell.actor);
  const connection = useValue(shell.connection);
  const retryAt = useValue(shell.retryAt);
  const { store } = shell;
  const small = size.layout === 'handheld';
  const clockWidth = small ? 0 : 11;
  const mode = store.readOnly ? 'read-only' : 'read-write';
  const labelTone: Tone = store.kind === 'production' ? 'production' : 'strong';
  const dot = theme.glyphs.dot;
  // A profile may be called anything: that it is production is told by word all the same.
  const name = store.label.includes(store.kind) ? store.label : `${store.label}, ${store.kind}`;
  const label = small && !store.readOnly ? name : `${name} (${mode})`;
  const program: Spans = small ? [' '] : [' ', ['title', 'SoleMate'], ` ${dot} `];
  const leftWith = (who: string): Spans => [...program, [labelTone, label], ` ${dot} ${who}`];
  const lost = connection === 'lost' || connection === 'connecting';
  const wait = useCountdown(connection === 'lost' ? retryAt : undefined);
  const again = wait === undefined ? '' : `, again in ${wait}s`;
  const live: Span = [lost ? 'bad' : 'good', `${lost ? theme.glyphs.lost : theme.glyphs.live} ${connection}${again}`];
  const room = size.columns - clockWidth;
  const whole = leftWith(actor ? (small ? actor.role : `${actor.email} (${actor.role})`) : 'not signed in');
  // The role tells more than where the person's mail is.
  const fits = small || !actor || spansWidth(whole) + spansWidth([live, ' ']) < room;
  const left = fits ? whole : leftWith(`${actor.email.replace(/@.*$/u, '')} (${actor.role})`);
  return (
    <Box width={size.columns} height={1}>
      <Text wrap="truncate">{paintSides(left, [live, ' '], room, theme)}</Text>
      {clockWidth > 0 ? <Clock width={clockWidth} /> : null}
    </Box>
  );
}

/** Whole seconds until then, counted down; nothing runs when there is nothing to count. */
function useCountdown(until: number | undefined): number | undefined {
  const [now, setNow] = useState(() => Date.now());
  const left = until === undefined ? undefined : Math.max(0, Math.ceil((until - Math.max(now, Date.now())) / 1000));
  useEffect(() => {
    if (left === undefined || left === 0) return undefined;
    const timer = setTimeout(() => setNow(Date.now()), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return left === 0 ? undefined : left;
}

/** A leaf of its own: once a minute only these cells are written. */
function Clock({ width }: { readonly width: number }): ReactElement {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setTimeout(() => setNow(new Date()), 60_000 - (Date.now() % 60_000));
    return () => clearTimeout(timer);
  }, [now]);
  const theme = useTheme();
  return <Text wrap="truncate">{paintLine([` ${now.toISOString().slice(11, 16)} UTC`], width, theme)}</Text>;
}

const untitled = value(undefined);

/** ` Orders › SM-2026-000123                           status:PENDING` */
export function Crumbs(): ReactElement {
  const shell = useShell();
  const theme = useTheme();
  const { columns } = useValue(shell.size);
  const stack = useValue(shell.stack);
  const { filter } = useValue(shell.legend);
  const others = othersAt(useValue(shell.presence), recordOf(stack.at(-1)));
  useValue(stack.at(-1)?.title ?? untitled);
  const titles = stack.slice(-4).map((place) => place.title.get() ?? place.screen.title(place.params));
  const here: Spans = others.length ? [['waiting', `  ${theme.glyphs.person} also here: ${others.join(', ')}`]] : [];
  const right: Spans = filter === '' ? [] : [['accent', filter], ' '];
  const room = columns - spansWidth([...here, ...right]) - (right.length ? 1 : 0);
  const trail = [...crumbs(titles, theme.glyphs.crumb, room), ...here];
  return <Text wrap="truncate">{paintSides(trail, right, columns, theme)}</Text>;
}

/** The way here as far as there is room for it: where one is tells more than where one came from. */
export function crumbs(titles: readonly string[], between: string, room: number): Spans {
  const last = titles.length - 1;
  const way = titles.map((title, at): Span => (at < last ? ['dim', `${title} ${between} `] : ['strong', title]));
  let from = 0;
  while (from < last && spansWidth([' ', ...way.slice(from)]) > room) from += 1;
  return [' ', ...way.slice(from)];
}

/** Keys that do something here, and where in the list one is. */
export function Hints(): ReactElement {
  const shell = useShell();
  const theme = useTheme();
  const { columns } = useValue(shell.size);
  const status = useValue(useValue(shell.legend).status);
  const work = useValue(shell.work);
  const actor = useValue(shell.actor);
  const { dispatcher } = shell;
  useValue(dispatcher.version);
  const room = Math.max(0, columns - status.length - 3);
  const spans: Span[] = [' '];
  // Before anybody has signed in every letter is one of the name: the page itself tells its keys.
  const told = actor ? hints(shell.options.keymap, dispatcher.listening(), dispatcher.labels()) : [];
  for (const hint of told) {
    const next: Spans = [['key', hint.key], ` ${hint.label}  `];
    // What is too long leaves its room to what comes after it.
    if (spansWidth(spans) + spansWidth(next) <= room) spans.push(...next);
  }
  if (work.length) return <WorkLine work={work} width={columns} />;
  return <Text wrap="truncate">{paintSides(spans, status === '' ? [] : [['dim', status], ' '], columns, theme)}</Text>;
}

function WorkLine({ work, width }: { readonly work: readonly Work[]; readonly width: number }): ReactElement {
  const theme = useTheme();
  const { spinner } = theme.glyphs;
  const { frame } = useAnimation({ interval: 120 });
  const text = work
    .map(({ what, done, total }) =>
      done === undefined ? what : `${what} ${done}${total === undefined ? '' : `/${total}`}`,
    )
    .join(', ');
  return (
    <Text wrap="truncate">
      {paintLine(
        [['accent', ` ${spinner[frame % spinner.length] ?? ''} ${text}${theme.glyphs.ellipsis}`]],
        width,
        theme,
      )}
    </Text>
  );
}

const toastTones: Readonly<Record<Toast['kind'], Tone>> = {
  ok: 'good',
  info: 'accent',
  warning: 'waiting',
  error: 'bad',
};

/** Most lines that messages take of a screen; on a small one the work itself needs them more. */
export function toastRoom(rows: number): number {
  return Math.min(Math.max(1, Math.floor(rows / 4)), rows < 16 ? 2 : rows);
}

/** Lines of the messages, the newest last; a long one takes up to three, and the newest is told from its beginning. */
export function toastLines(
  toasts: readonly Toast[],
  columns: number,
  most: number,
): readonly { toast: Toast; text: string }[] {
  const lines = toasts.flatMap((toast) => {
    const whole = toast.hint === undefined ? toast.text : `${toast.text} ${toast.hint}`;
    return wrap(whole, Math.max(10, columns - 4))
      .slice(0, Math.min(3, most))
      .map((text) => ({ toast, text }));
  });
  return lines.slice(-most);
}

export function Toasts({ lines }: { readonly lines: readonly { toast: Toast; text: string }[] }): ReactElement {
  const shell = useShell();
  const theme = useTheme();
  const { columns } = useValue(shell.size);
  const glyph = (kind: Toast['kind']) => theme.glyphs[kind === 'error' ? 'bad' : kind];
  return (
    <Box flexDirection="column">
      {lines.map(({ toast, text }, index) => {
        const first = lines[index - 1]?.toast.id !== toast.id;
        const spans: Spans = [[toastTones[toast.kind], ` ${first ? glyph(toast.kind) : ' '} ${text}`]];
        return (
          <Text key={index} wrap="truncate">
            {paintLine(spans, columns, theme)}
          </Text>
        );
      })}
    </Box>
  );
}
