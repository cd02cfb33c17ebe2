import { expect } from '@jest/globals';
import { renderToString } from 'ink';
import { width } from '../../src/domain/display.ts';
import { makeTheme, type Theme } from '../../src/tui/theme/theme.ts';
import { Rows } from '../../src/tui/widgets/Rows.tsx';
import { sheet } from './golden.ts';

const sizes = [
  [20, 8],
  [40, 12],
  [80, 24],
  [120, 40],
  [200, 50],
] as const;
const themes = {
  dark: makeTheme(),
  light: makeTheme({ name: 'light' }),
  plain: makeTheme({ noColor: true, asciiGlyphs: true }),
};

/** What a painter is given; `columns` and `rows` are those of the terminal. */
export interface PaintedFrame {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/** What a painter of lines draws at every size, a sheet for each theme; `around` rows are the program's own. */
export function rowSheets(
  paint: (frame: PaintedFrame) => readonly string[],
  around = 3,
): readonly (readonly [theme: string, sheet: string])[] {
  return Object.entries(themes).map(([name, theme]) => {
    const frames = sizes.map(([columns, rows]) => {
      const lines = paint({ width: columns, height: rows - around, theme });
      expect(lines).toHaveLength(rows - around);
      for (const line of lines) expect(width(line)).toBeLessThanOrEqual(columns);
      return [`${columns}x${rows}`, renderToString(<Rows rows={lines} />, { columns })] as const;
    });
    return [name, sheet(frames)];
  });
}
