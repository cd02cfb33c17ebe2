import { Box, Text } from 'ink';
import { memo, type ReactElement } from 'react';
import { useTheme } from '../theme/context.ts';
import { paintLine, type Spans } from './spans.ts';

/** One line made of coloured pieces, exactly `width` wide. */
export const Line = memo(function Line({
  spans,
  width,
}: {
  readonly spans: Spans;
  readonly width: number;
}): ReactElement {
  const theme = useTheme();
  return <Text wrap="truncate">{paintLine(spans, width, theme)}</Text>;
});

export interface LinesProps {
  readonly lines: readonly Spans[];
  readonly width: number;
  readonly height: number;
  /** How many lines are scrolled away above. */
  readonly top?: number;
}

/** A page of lines, scrolled by whole lines; only those that are seen are drawn. */
export function Lines({ lines, width, height, top = 0 }: LinesProps): ReactElement {
  return (
    <Box flexDirection="column" width={width} height={height} overflowY="hidden">
      {lines.slice(top, top + height).map((spans, index) => (
        <Line key={index} spans={spans} width={width} />
      ))}
    </Box>
  );
}
