import { randomUUID } from 'node:crypto';
import { assign } from '../../../operations/orders/assign.ts';
import { packingSlip } from '../../../operations/orders/packing-slip.ts';
import { adjust } from '../../../operations/inventory/adjust.ts';
import type { AppApi, ScreenAction } from '../../app/screen.ts';
import type { Fulfilment } from './controller.ts';
import { currentParcel, currentRow, phaseOf, type State } from './model.ts';

export type FulfilActs = ReturnType<typeof fulfilActs>;

/** What keys and the action menu do. They read the state when they are pressed, never that of a frame. */
export function fulfilActs(app: AppApi, { state, dispatch }: Fulfilment) {
  const told = (work: Promise<unknown>) => void work.catch(app.fail);
  const id = () => randomUUID();
  const scan = (code: string) => dispatch({ kind: 'scan', code, id: id() });

  async function askCode(): Promise<void> {
    const label = phaseOf(state.get()) === 'label';
    const text = await app.prompt({
      title: label ? 'Tracking number' : 'A code, as if it were scanned',
      label: label ? 'Tracking' : 'Code',
      check: (typed) =>
        typed.trim() === '' ? 'It is empty.' : typed.length > 100 ? 'At most 100 characters.' : undefined,
    });
    if (text !== undefined) scan(text);
  }

  async function askCarrier(): Promise<void> {
    const other = { other: true };
    const choices = state.get().carriers.map((name) => ({ value: name, label: name }));
    const chosen = await app.pick<string | typeof other>({
      title: 'Who carries it?',
      choices: [...choices, { value: other, label: 'Another one' }],
    });
    const check = (text: string) =>
      text.trim() === '' || text.trim().length > 50 ? 'A name of 1 to 50 characters.' : undefined;
    const name = typeof chosen === 'object' ? await app.prompt({ title: 'Carrier', label: 'Carrier', check }) : chosen;
    if (name !== undefined) dispatch({ kind: 'carrier', name: name.trim() });
  }

  async function askWarehouse(): Promise<void> {
    const choices = (state.get().queues ?? []).map(({ warehouse, name }) => ({
      value: warehouse,
      label: warehouse,
      hint: name,
    }));
    const code = await app.pick({ title: 'Pick in which warehouse?', choices });
    if (code !== undefined) dispatch({ kind: 'warehouse', code });
  }

  /** Every open order of the round is anybody's again; what was picked of it lies in a box and goes back. */
  async function putBack(): Promise<void> {
    const open = state.get().folded.parcels.filter((one) => one.state === 'open');
    const agreed = await app.confirm({
      question: `Put ${open.length === 1 ? 'the order' : `${open.length} orders`} back for others to pick?`,
      consequences: ['What you scanned is forgotten: put the pieces back on their shelves.'],
      yes: 'Put back',
    });
    if (!agreed) return;
    for (const { order } of open) {
      if (!(await app.runOperation(assign, { order, to: 'nobody' }, { quiet: true }))) return;
    }
    dispatch({ kind: 'clear' });
  }

  async function showSlip(): Promise<void> {
    const parcel = currentParcel(state.get());
    if (!parcel) return;
    const slip = await app.read(packingSlip, { parcel: parcel.order });
    app.copy(packingSlip.text?.(slip, { parcel: parcel.order }) ?? '');
  }

  return {
    scan,
    digit: (text: string) => dispatch({ kind: 'digit', digit: Number(text), id: id() }),
    enter: () => dispatch({ kind: 'enter', id: id() }),
    down: () => dispatch({ kind: 'move', by: 1 }),
    up: () => dispatch({ kind: 'move', by: -1 }),
    rub: () => dispatch({ kind: state.get().typing === '' ? 'undo' : 'backspace' }),
    undo: () => dispatch({ kind: 'undo' }),
    short: () => dispatch({ kind: 'short' }),
    later: () => dispatch({ kind: 'leave order', id: id() }),
    type: () => told(askCode()),
    carrier: () => told(askCarrier()),
    putBack: () => told(putBack()),
    slip: () => told(showSlip()),
    correct: () => {
      const now = state.get();
      const row = currentRow(now);
      if (row) told(app.openForm(adjust, { sku: row.sku, warehouse: now.warehouse }));
    },
    open: () => {
      const parcel = currentParcel(state.get());
      if (parcel) app.navigate('order', { order: parcel.order });
    },
    warehouse: () => {
      // The screen shows nine, one a digit; a second `w` shows all.
      const now = state.get();
      if (now.choosing && (now.queues?.length ?? 0) > 9) told(askWarehouse());
      else dispatch({ kind: 'choose warehouse' });
    },
    escape: () => {
      const now = state.get();
      const within = now.typing !== '' || now.asking !== undefined || (now.choosing && now.warehouse !== '');
      if (within) dispatch({ kind: 'escape' });
      else app.back();
    },
  };
}

export function fulfilActions(state: State, acts: FulfilActs): readonly ScreenAction[] {
  const phase = phaseOf(state);
  const parcel = phase === 'pack' || phase === 'label' ? currentParcel(state) : undefined;
  const packing = parcel ? undefined : 'no order is packed now';
  const picking = phase === 'pick' ? undefined : 'nothing is picked now';
  const round = state.orders.length > 0;
  const sending = state.sending ? `${state.sending.order} is being shipped` : undefined;
  return [
    { label: 'Type a code', key: 'fulfil.type', run: acts.type },
    {
      label: 'Undo the last scan',
      key: 'undo',
      disabled: state.entries.length === 0 ? 'nothing was scanned' : sending,
      run: acts.undo,
    },
    { label: 'The rest is not on the shelf', key: 'fulfil.short', disabled: picking, run: acts.short },
    {
      label: 'Correct the stock of the shelf',
      hint: currentRow(state)?.sku ?? '',
      disabled: picking,
      run: acts.correct,
    },
    {
      label: 'Choose the carrier',
      key: 'fulfil.carrier',
      disabled: phase === 'label' ? sending : 'no parcel is complete',
      run: acts.carrier,
    },
    { label: 'Copy the packing slip', hint: parcel?.order ?? '', disabled: packing, run: acts.slip },
    { label: 'Leave this order for later', key: 'fulfil.later', disabled: packing ?? sending, run: acts.later },
    { label: 'Open the page of the order', key: 'fulfil.open', disabled: packing, run: acts.open },
    {
      label: 'Choose the warehouse',
      key: 'fulfil.warehouse',
      disabled: round ? 'a round is under way' : undefined,
      run: acts.warehouse,
    },
    { label: 'Put these orders back', danger: true, disabled: round ? sending : 'nothing is taken', run: acts.putBack },
  ];
}
