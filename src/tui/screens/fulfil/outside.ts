import { randomUUID } from 'node:crypto';
import { note as leaveNote } from '../../../operations/orders/note.ts';
import { ship } from '../../../operations/orders/ship.ts';
import { take } from '../../../operations/orders/take.ts';
import { toPick } from '../../../operations/orders/to-pick.ts';
import { run } from '../../../operations/operation.ts';
import { carriersKept, carrierNames, rememberCarrier } from '../../app/orders/parcel.ts';
import { ongoing, type Caller } from '../../app/ongoing.ts';
import type { AppApi } from '../../app/screen.ts';
import { unanswered } from '../../app/unanswered.ts';
import { createFulfilment, type Fulfilment } from './controller.ts';
import { takeDraft } from './draft.ts';

const warehouseKept = 'fulfil-warehouse';

const picking = ongoing<Fulfilment>();

/** The picking of this person in this store: one a process. */
export const fulfilmentOf = (app: AppApi, means: Means): Fulfilment =>
  picking(app, 'fulfil', (call) => make(app, means, call));

interface Means {
  readonly signalBad: () => void;
  /** Counts what is under way for the idle signal. */
  readonly busy: <T>(work: Promise<T>) => Promise<T>;
}

function make({ drafts }: AppApi, { signalBad, busy }: Means, call: Caller): Fulfilment {
  const slot = takeDraft(drafts);
  const remembered = drafts.read(warehouseKept);
  const warehouse = typeof remembered === 'string' ? remembered : '';
  return createFulfilment({
    async toPick(place, orders) {
      const named = place !== undefined && orders.length > 0 ? { orders: orders.join(',') } : {};
      const input = { ...(place === undefined ? {} : { warehouse: place }), ...named };
      return (await busy(run(toPick, input, call))).output;
    },
    async take(place, most, orders, operationId) {
      const input = { warehouse: place, most, ...(orders === undefined ? {} : { orders }) };
      return (await busy(run(take, input, { ...call, operationId }))).output.orders;
    },
    ship: ({ operationId, order, warehouse: place, carrier, tracking, lines }) =>
      busy(run(ship, { order, carrier, tracking, lines: [...lines], warehouse: place }, { ...call, operationId })),
    note: ({ operationId, order, text }) => busy(run(leaveNote, { order, note: text }, { ...call, operationId })),
    unanswered,
    left: slot.left ?? { warehouse },
    save: (draft) => {
      if (draft.warehouse !== '') drafts.write(warehouseKept, draft.warehouse);
      slot.save(draft);
    },
    carriers: carrierNames(drafts.read(carriersKept)),
    usedCarrier: (name) => drafts.write(carriersKept, rememberCarrier(drafts.read(carriersKept), name)),
    newId: randomUUID,
    signalBad,
  });
}
