import { Box, Text } from 'ink';
import type { ReactElement, ReactNode } from 'react';
import { width as widthOf } from '../../domain/display.ts';
import { useTheme } from '../theme/context.ts';
import type { Theme } from '../theme/theme.ts';
import { paintLine, type Spans } from './spans.ts';

export interface PaneProps {
  readonly title: string;
  readonly width: number;
  /** With the rule above. */
  readonly height: number;
  readonly active?: boolean;
  readonly children: ReactNode;
}

/** A part of the screen under a titled rule. */
export function Pane({ title, width, height, active = false, children }: PaneProps): ReactElement {
  const theme = useTheme();
  return (
    <Box flexDirection="column" width={width} height={height} overflowY="hidden">
      <Text wrap="truncate">{rule(title, width, active, theme)}</Text>
      {children}
    </Box>
  );
}

export function rule(title: string, columns: number, active: boolean, theme: Theme): string {
  const { horizontal } = theme.glyphs.line;
  const tone = active ? 'border-active' : 'border';
  const rest = Math.max(0, columns - widthOf(title) - 4);
  return paintLine(
    [
      [tone, `${horizontal} `],
      [active ? 'title' : 'plain', title],
      [tone, ` ${horizontal.repeat(rest + 1)}`],
    ],
    columns,
    theme,
  );
}

export interface PanelProps {
  readonly title: string;
  readonly lines: readonly Spans[];
  /** With its border. */
  readonly width: number;
  readonly danger?: boolean;
}

/** A framed box that lies over the screen; every cell of it is written, so nothing shines through. */
export function Panel({ title, lines, width, danger = false }: PanelProps): ReactElement {
  const theme = useTheme();
  // Where it is too high its end is cut, and not a line somewhere in its midst.
  return (
    <Box flexDirection="column" width={width} flexShrink={0}>
      {panelLines(title, lines, width, danger, theme).map((line, index) => (
        <Text key={index} wrap="truncate">
          {line}
        </Text>
      ))}
    </Box>
  );
}

function panelLines(
  title: string,
  lines: readonly Spans[],
  columns: number,
  danger: boolean,
  theme: Theme,
): readonly string[] {
  const { line } = theme.glyphs;
  const tone = danger ? 'danger' : 'border-active';
  const side = theme.paint(tone, line.vertical);
  const inner = Math.max(1, columns - 4);
  const shown = title === '' ? '' : ` ${title} `;
  const rest = line.horizontal.repeat(Math.max(0, columns - 3 - widthOf(shown)));
  const top: Spans = [
    [tone, line.topLeft + line.horizontal],
    [danger ? 'danger' : 'title', shown],
    [tone, rest],
  ];
  return [
    paintLine(top, columns - 1, theme) + theme.paint(tone, line.topRight),
    ...lines.map((spans) => `${side} ${paintLine(spans, inner, theme)} ${side}`),
    theme.paint(tone, line.bottomLeft + line.horizontal.repeat(Math.max(0, columns - 2)) + line.bottomRight),
  ];
}
