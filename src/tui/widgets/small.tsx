import { Box, Text, useAnimation } from 'ink';
import type { ReactElement } from 'react';
import { fit, width as widthOf } from '../../domain/display.ts';
import { useTheme } from '../theme/context.ts';
import type { Tone } from '../theme/theme.ts';
import { bar, sparkline } from './figures.ts';
import { Line } from './Lines.tsx';
import { lineView, type Line as TypedLine } from './line.ts';
import { wrap, type Span, type Spans } from './spans.ts';

/** A list that has nothing to show says why, and what to do. */
export function Empty({ text, hint, width }: { text: string; hint?: string; width: number }): ReactElement {
  const room = Math.max(10, width - 3);
  return (
    <Box flexDirection="column" width={width} paddingTop={1}>
      {wrap(text, room).map((line, index) => (
        <Line key={index} spans={['  ', line]} width={width} />
      ))}
      {(hint === undefined ? [] : wrap(hint, room)).map((line, index) => (
        <Line key={index} spans={['  ', ['dim', line]]} width={width} />
      ))}
    </Box>
  );
}

/** A leaf of its own: only it is drawn again while something loads. */
export function Loading({ text = 'Loading' }: { text?: string }): ReactElement {
  const theme = useTheme();
  const { spinner } = theme.glyphs;
  const { frame } = useAnimation({ interval: 120 });
  return <Text wrap="truncate">{`  ${spinner[frame % spinner.length] ?? ''} ${text}${theme.glyphs.ellipsis}`}</Text>;
}

export interface Fact {
  readonly label: string;
  readonly value: string | Spans;
  readonly tone?: Tone;
}

/** Facts as lines of `label  value`, the labels equally wide; a sentence that `width` cuts goes on below itself. */
export function keyValueLines(facts: readonly Fact[], width = Infinity): readonly Spans[] {
  const widest = Math.max(0, ...facts.map(({ label }) => widthOf(label)));
  return facts.flatMap(({ label, value, tone }): Spans[] => {
    if (typeof value !== 'string') return [[['dim', `${fit(label, widest)}  `], ...value]];
    return broken(value, width - widest - 2).map((line, index): Spans => {
      return [['dim', `${fit(index === 0 ? label : '', widest)}  `], tone ? [tone, line] : line];
    });
  });
}

/** A word that is wider than all there is, such as an address of the web, is cut where it stands. */
function broken(text: string, room: number): readonly string[] {
  const fits = widthOf(text) <= room || text.split(' ').some((word) => widthOf(word) > room);
  return fits ? [text] : wrap(text, room);
}

export function KeyValue({ facts, width }: { facts: readonly Fact[]; width: number }): ReactElement {
  return (
    <Box flexDirection="column" width={width}>
      {keyValueLines(facts, width).map((spans, index) => (
        <Line key={index} spans={spans} width={width} />
      ))}
    </Box>
  );
}

export function Sparkline({
  values,
  width,
  tone = 'accent',
}: {
  values: readonly number[];
  width: number;
  tone?: Tone;
}): ReactElement {
  const theme = useTheme();
  return <Line spans={[[tone, sparkline(values, width, theme.glyphs)]]} width={width} />;
}

export interface Bar {
  readonly label: string;
  readonly amount: number;
  /** The figure as people read it. */
  readonly shown: string;
}

export function Bars({ bars, width }: { bars: readonly Bar[]; width: number }): ReactElement {
  const theme = useTheme();
  const most = Math.max(0, ...bars.map(({ amount }) => amount));
  const labels = Math.max(0, ...bars.map(({ label }) => widthOf(label)));
  const figures = Math.max(0, ...bars.map(({ shown }) => widthOf(shown)));
  const room = Math.max(1, width - labels - figures - 2);
  return (
    <Box flexDirection="column" width={width}>
      {bars.map(({ label, amount, shown }) => (
        <Line
          key={label}
          width={width}
          spans={[
            `${fit(label, labels)} `,
            `${fit(shown, figures, 'right')} `,
            ['accent', bar(amount, most, room, theme.glyphs)],
          ]}
        />
      ))}
    </Box>
  );
}

export interface TabsProps {
  readonly tabs: readonly string[];
  readonly open: number;
  readonly width: number;
}

/** Cells of a tab: brackets or blanks around its name, and one between it and the next. */
const tabWidth = (name: string): number => widthOf(name) + 3;

/** The first of the tabs that is in sight. */
function firstTab({ tabs, open, width }: TabsProps): number {
  const upTo = (from: number) => tabs.slice(from, open + 1).reduce((sum, tab) => sum + tabWidth(tab), 0);
  let from = 0;
  while (from < open && upTo(from) + (from > 0 ? 1 : 0) > width) from += 1;
  return from;
}

/** The tab whose title is in this column. */
export function tabAt(shown: TabsProps, column: number): number | undefined {
  const from = firstTab(shown);
  let start = from > 0 ? 1 : 0;
  for (const [index, name] of shown.tabs.slice(from).entries()) {
    if (column >= start && column < start + tabWidth(name) - 1) return from + index;
    start += tabWidth(name);
  }
  return undefined;
}

/** The open tab stands in brackets as well as in colour; where there is no room for all, those before it give way. */
export function Tabs({ tabs, open, width }: TabsProps): ReactElement {
  const theme = useTheme();
  const from = firstTab({ tabs, open, width });
  const spans = tabs
    .slice(from)
    .flatMap((tab, index): Span[] =>
      from + index === open ? [['title', `[${tab}]`], ' '] : [['dim', ` ${tab} `], ' '],
    );
  return <Line spans={from > 0 ? [['dim', theme.glyphs.ellipsis], ...spans] : spans} width={width} />;
}

export interface TextFieldProps {
  readonly line: TypedLine;
  readonly width: number;
  /** Without it the text stands there with no cursor. */
  readonly focused?: boolean;
  /** Dim, while nothing is typed. */
  readonly placeholder?: string;
  readonly label?: string;
}

/** One line of typed text around its cursor. */
export function TextField({ line, width, focused = true, placeholder = '', label = '' }: TextFieldProps): ReactElement {
  const theme = useTheme();
  const room = Math.max(1, width - widthOf(label));
  return (
    <Text wrap="truncate">{theme.paint('key', label) + fieldText(line, room, focused, placeholder, theme.paint)}</Text>
  );
}

function fieldText(
  line: TypedLine,
  room: number,
  focused: boolean,
  placeholder: string,
  paint: (tone: Tone, text: string) => string,
): string {
  if (!focused) return fit(line.text, room);
  if (line.text === '' && placeholder !== '') {
    return paint('selected', ' ') + paint('dim', fit(placeholder, room - 1));
  }
  const { before, under, after } = lineView(line, room);
  return before + paint('selected', under) + after;
}
