import { useMemo, type ReactElement } from 'react';
import * as z from 'zod';
import { restock as operation } from '../../../operations/inventory/restock.ts';
import { run } from '../../../operations/operation.ts';
import { useApp, useBell } from '../../app/hooks.ts';
import { screen, type ScreenProps } from '../../app/screen.ts';
import { lookUpCodes, tallyOf, type Work } from '../../app/tally/tallies.ts';
import type { Caller } from '../../app/ongoing.ts';
import { TallyScreen } from '../../app/tally/TallyScreen.tsx';

/** Goods come in: each scan is one piece more for the warehouse. */
const restocking = (call: Caller): Work => ({
  lookUp: (codes, warehouse) =>
    lookUpCodes(call, codes, ({ stock }) => ({
      onHand: stock.find((one) => one.warehouse === warehouse)?.quantity ?? 0,
    })),
  commit: ({ operationId, place, reference, lines }) => {
    const input = { warehouse: place, lines: [...lines], ...(reference === '' ? {} : { reference }) };
    return run(operation, input, { ...call, operationId });
  },
});

function Restock(props: ScreenProps<Readonly<Record<string, never>>>): ReactElement {
  const app = useApp();
  const bell = useBell();
  const tally = useMemo(() => tallyOf(app, 'restock', restocking, bell), [app, bell]);
  return <TallyScreen tally={tally} {...props} />;
}

export const restock = screen({
  name: 'restock',
  title: () => 'Restock',
  words: ['restock', 'receive goods', 'scan in'],
  permission: 'stock:write',
  component: Restock,
  params: z.object({}).strict(),
  twin: () => 'inventory restock --help',
});
