import { describe, expect, test } from '@jest/globals';
import { renderToString } from 'ink';
import { width } from '../../../src/domain/display.ts';
import { fulfilRows } from '../../../src/tui/screens/fulfil/format.ts';
import type { State } from '../../../src/tui/screens/fulfil/model.ts';
import { makeTheme } from '../../../src/tui/theme/theme.ts';
import { Rows } from '../../../src/tui/widgets/Rows.tsx';
import { expectGolden } from '../../helpers/golden.ts';
import { after, digits, enter, fresh, packed, picked, queues, ready, scan, scans, taken } from './fulfil-fixture.ts';

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
const labelled = after(packed, scan('00340434161094042557'));
const states: Record<string, State> = {
  loading: fresh,
  warehouse: after(fresh, { kind: 'queues', queues }),
  ready,
  nothing: after(ready, { kind: 'warehouse', code: 'HAM' }),
  pick: after(taken, scan('BOOT-42')),
  wrong: after(taken, ...scans('BOOT-42', 'RUN-42-BLK')),
  typing: after(taken, ...digits('2')),
  asking: after(taken, ...digits('2'), enter),
  pack: after(picked, scan('BOOT-42')),
  part: after(taken, ...digits('1'), enter, ...digits('1'), ...scans('SOCKS', 'TRL-39', 'BOOT-42')),
  label: packed,
  labelled,
  doubt: after(labelled, enter, { kind: 'doubt' }),
};

describe.each(sizes)('fulfilment at %d columns and %d rows', (columns, rows) => {
  const frame = { width: columns, height: rows - 3 };

  test.each(Object.keys(states))('no row of "%s" is wider than the screen, and nothing hostile stays', (name) => {
    for (const theme of Object.values(themes)) {
      const drawn = fulfilRows(states[name] ?? ready, { ...frame, theme });
      expect(drawn).toHaveLength(frame.height);
      for (const row of drawn) expect(width(row)).toBeLessThanOrEqual(columns);
      expect(drawn.join('')).not.toMatch(/\u001b\[2J|\u001b\[31mhostile/u);
    }
  });

  test.each(Object.keys(themes) as (keyof typeof themes)[])('the %s frame is as drawn in its file', (theme) => {
    for (const name of theme === 'plain' ? Object.keys(states) : ['wrong', 'labelled']) {
      const drawn = fulfilRows(states[name] ?? ready, { ...frame, theme: themes[theme] });
      const shown = renderToString(<Rows rows={drawn} />, { columns });
      expectGolden(`fulfil-${name}-${columns}x${rows}-${theme}`, shown);
    }
  });
});
