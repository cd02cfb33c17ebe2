import { randomUUID } from 'node:crypto';
import { note as leaveNote } from '../../../operations/orders/note.ts';
import { ship } from '../../../operations/orders/ship.ts';
import { take } from '../../../operations/orders/take.ts';
import { toPick } from '../../../operations/orders/to-pick.ts';
import { run } from '../../../operations/operation.ts';
import { carriersKept, carrierNames, rememberCarrier } from '../../app/orders/parcel.ts';
import type { AppApi } from '../../app/screen.ts';
import { unanswered } from '../../app/unanswered.ts';
import { createFulfilment, type Fulfilment } from './controller.ts';
import { takeDraft } from './draft.ts';

const warehouseKept = 'fulfil-warehouse';

interface Picking {
  readonly fulfilment: Fulfilment;
  /** Whoever signed in again goes on under the session they have now. */
  readonly call: { actor: AppApi['actor']; readonly database: AppApi['store']['database'] };
}

const picking = new WeakMap<AppApi['store'], Map<string, Picking>>();

/** The picking of this person in this store: one a process, so that leaving the screen and coming back changes nothing. */
export function fulfilmentOf(app: AppApi, means: Means): Fulfilment {
  const byActor = picking.get(app.store) ?? new Map<string, Picking>();
  picking.set(app.store, byActor);
  const known = byActor.get(app.actor.id);
  if (known) {
    known.call.actor = app.actor;
    return known.fulfilment;
  }
  const call: Picking['call'] = { actor: app.actor, database: app.store.database };
  const fulfilment = make(app, means, call);
  byActor.set(app.actor.id, { fulfilment, call });
  return fulfilment;
}

interface Means {
  readonly signalBad: () => void;
  /** Counts what is under way for the idle signal. */
  readonly busy: <T>(work: Promise<T>) => Promise<T>;
}

function make({ drafts }: AppApi, { signalBad, busy }: Means, call: Picking['call']): Fulfilment {
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
