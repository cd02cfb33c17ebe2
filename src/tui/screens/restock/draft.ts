import { z } from 'zod';
import type { Drafts } from '../../app/screen.ts';
import { takeSlot } from '../../app/slots.ts';
import type { Draft } from './state.ts';

const Code = z.string().min(1).max(100);
const Count = z.int().min(0).max(1_000_000);
const Add = z.object({ code: Code, quantity: Count });
const StoredEntry = z.discriminatedUnion('kind', [
  Add.extend({ kind: z.literal('add') }),
  z.object({ kind: z.literal('many'), adds: z.array(Add) }),
  Add.extend({ kind: z.literal('set') }),
  z.object({ kind: z.literal('drop'), code: Code }),
  z.object({ kind: z.literal('correct'), from: Code, to: Code }),
]);
const StoredSending = z.object({
  operationId: z.uuid(),
  warehouse: z.string(),
  reference: z.string(),
  lines: z.array(z.object({ sku: Code, quantity: Count })),
  entries: z.array(StoredEntry),
  state: z.enum(['sent', 'doubt']),
});
const Stored = z.object({
  operationId: z.uuid(),
  startedAt: z.string(),
  warehouse: z.object({ code: z.string(), name: z.string() }).nullable(),
  reference: z.string(),
  entries: z.array(StoredEntry),
  sending: StoredSending.nullable(),
});

const slotName = 'restock';

export interface DraftSlot {
  /** What a process that is gone had counted and not booked. */
  readonly offer: Draft | undefined;
  save(draft: Draft | undefined): void;
}

export function takeDraftSlot(drafts: Drafts): DraftSlot {
  const slot = takeSlot(drafts, slotName);
  const left = Stored.safeParse(slot.left).data;
  return {
    offer: left && fromStored(left),
    save: (draft) => (draft ? slot.save(toStored(draft)) : slot.clear()),
  };
}

function fromStored({ warehouse, sending, ...stored }: z.infer<typeof Stored>): Draft {
  // What was looked up is asked again: stock moves, and a product may be gone.
  return { ...stored, catalogue: {}, warehouse: warehouse ?? undefined, sending: sending ?? undefined };
}

function toStored({ operationId, startedAt, warehouse, reference, entries, sending }: Draft): unknown {
  return { operationId, startedAt, warehouse: warehouse ?? null, reference, entries, sending: sending ?? null };
}
