import { useMemo, type ReactElement } from 'react';
import * as z from 'zod';
import { transfer as operation } from '../../../operations/inventory/transfer.ts';
import { run } from '../../../operations/operation.ts';
import { useApp, useBell } from '../../app/hooks.ts';
import { screen, type ScreenProps } from '../../app/screen.ts';
import { elsewhere, lookUpCodes, tallyOf, type Work } from '../../app/tally/tallies.ts';
import type { Caller } from '../../app/ongoing.ts';
import { TallyScreen } from '../../app/tally/TallyScreen.tsx';

/** Pieces go from one warehouse to another: all that were scanned in one operation. */
const moving = (call: Caller): Work => ({
  lookUp: (codes, warehouse) =>
    lookUpCodes(call, codes, (found) => {
      const free = found.stock.find((one) => one.warehouse === warehouse)?.available ?? 0;
      const other = elsewhere(found, warehouse);
      const note = free > 0 ? undefined : `none free in ${warehouse}${other === '' ? '' : `, but ${other}`}`;
      return { onHand: free, ...(note !== undefined && { note }) };
    }),
  commit: ({ operationId, place, target, reference, lines }) => {
    const reason = reference === '' ? {} : { reason: reference };
    return run(operation, { from: place, to: target, lines: [...lines], ...reason }, { ...call, operationId });
  },
});

function Transfer(props: ScreenProps<Readonly<Record<string, never>>>): ReactElement {
  const app = useApp();
  const bell = useBell();
  const tally = useMemo(() => tallyOf(app, 'transfer', moving, bell), [app, bell]);
  return <TallyScreen tally={tally} {...props} />;
}

export const transfer = screen({
  name: 'transfer',
  title: () => 'Transfer',
  words: ['transfer', 'move stock', 'between warehouses'],
  permission: 'stock:write',
  component: Transfer,
  params: z.object({}).strict(),
  twin: () => 'inventory transfer --help',
});
