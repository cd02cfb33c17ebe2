import { expect, test } from '@jest/globals';
import { fulfilRows } from '../../../src/tui/screens/fulfil/format.ts';
import type { State } from '../../../src/tui/screens/fulfil/model.ts';
import { expectGolden } from '../../helpers/golden.ts';
import { rowSheets } from '../../helpers/row-sheets.tsx';
import { after, digits, enter, fresh, packed, picked, queues, ready, scan, scans, taken } from './fulfil-fixture.ts';

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

test.each(Object.entries(states))('fulfilment in the state "%s" is as in its file at every size', (name, state) => {
  for (const [theme, shown] of rowSheets((frame) => fulfilRows(state, frame))) {
    expect(shown).not.toMatch(/\u001b\[2J|\u001b\[31mhostile/u);
    expectGolden(`fulfil/${name}-${theme}`, shown);
  }
});
