import { Box, Text } from 'ink';
import { memo, type ReactElement } from 'react';

const Row = memo(function Row({ text }: { readonly text: string }): ReactElement {
  // An empty Text has no height.
  return <Text wrap="truncate">{text === '' ? ' ' : text}</Text>;
});

/** Rows that a pure formatter made, already painted and fitted: one Text each, drawn again only when its text changes. */
export function Rows({ rows }: { readonly rows: readonly string[] }): ReactElement {
  return (
    <Box flexDirection="column" flexShrink={0}>
      {rows.map((text, index) => (
        <Row key={index} text={text} />
      ))}
    </Box>
  );
}
