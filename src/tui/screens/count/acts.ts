import { approve } from '../../../operations/counts/approve.ts';
import { cancel } from '../../../operations/counts/cancel.ts';
import type { CountLine, CountShown } from '../../../operations/counts/parts/types.ts';
import { scan } from '../../../operations/counts/scan.ts';
import { plural } from '../../../domain/plural.ts';
import { denied } from '../../app/denied.ts';
import { offer } from '../../app/actions.ts';
import type { AppApi, ScreenAction } from '../../app/screen.ts';
import { askNumber } from '../../app/stock/acts.ts';

const numberOf = ({ count_number }: CountShown): string => String(count_number);

export function countActions(app: AppApi, count: CountShown): readonly ScreenAction[] {
  const closed = count.status === 'OPEN' ? undefined : `this count is ${count.status.toLowerCase()}`;
  const off = closed ?? denied(app.actor, approve);
  const none = count.counted_lines === 0 ? 'nothing was counted yet' : undefined;
  return [
    {
      label: 'Count by scanning',
      disabled: off,
      run: () => app.navigate('counting', { count: numberOf(count) }),
    },
    { label: 'Approve', hint: 'book what differs', disabled: off ?? none, run: () => approveCount(app, count) },
    {
      label: 'Cancel the count',
      hint: 'nothing is booked',
      danger: true,
      disabled: off,
      run: () => app.runOperation(cancel, { count: numberOf(count) }),
    },
  ];
}

/** Asks about every line that keeps the count from being approved as it is, before it is approved. */
export async function approveCount(app: AppApi, count: CountShown): Promise<void> {
  const uncounted = count.lines > count.counted_lines ? await askUncounted(app, count) : 'refuse';
  if (uncounted === undefined) return;
  const moved = await askMoved(
    app,
    count.rows.filter((line) => line.moved),
  );
  if (moved === undefined) return;
  await app.runOperation(approve, { count: numberOf(count), uncounted, moved }, { consequences: consequences(count) });
}

export function consequences(count: CountShown): readonly string[] {
  if (count.different_lines === null) return ['A blind count: what differs is shown once it is approved.'];
  if (count.different_lines === 0) return ['Nothing differs: no stock moves.'];
  return [
    `${plural(count.different_lines, 'line')} ${count.different_lines === 1 ? 'differs' : 'differ'}: ${count.surplus ?? 0} more, ${count.shortage ?? 0} missing, booked at once.`,
  ];
}

function askUncounted(app: AppApi, { lines, counted_lines }: CountShown): Promise<'keep' | 'zero' | undefined> {
  return app.pick({
    title: `${plural(lines - counted_lines, 'line')} nobody counted`,
    choices: [
      { value: 'keep' as const, label: 'Keep their stock' },
      { value: 'zero' as const, label: 'None are there', hint: 'their stock becomes 0' },
    ],
  });
}

function askMoved(app: AppApi, moved: readonly CountLine[]): Promise<'refuse' | 'recount' | 'accept' | undefined> {
  if (moved.length === 0) return Promise.resolve('refuse');
  const some = moved
    .slice(0, 3)
    .map(({ sku }) => sku)
    .join(', ');
  return app.pick({
    title: `Stock moved since: ${some}${moved.length > 3 ? ` and ${moved.length - 3} more` : ''}`,
    choices: [
      { value: 'recount' as const, label: 'Count those again', hint: 'nothing is booked yet' },
      { value: 'accept' as const, label: 'Go on', hint: 'book the differences found then' },
    ],
  });
}

/** One line of the sheet: say how many there are, or see what moved. */
export async function openLine(app: AppApi, count: CountShown, { sku }: CountLine): Promise<void> {
  const closed = count.status === 'OPEN' ? undefined : 'this count is closed';
  await offer(app, sku, [
    {
      label: 'Set what was counted',
      disabled: closed ?? denied(app.actor, scan),
      run: async () => {
        const quantity = await askNumber(app, `How many of ${sku} are there?`, { least: 0 });
        if (quantity === undefined) return;
        await app.runOperation(scan, { count: numberOf(count), code: sku, quantity, set: true });
      },
    },
    { label: 'Stock card', run: () => app.navigate('ledger', { sku, warehouse: count.warehouse }) },
  ]);
}
