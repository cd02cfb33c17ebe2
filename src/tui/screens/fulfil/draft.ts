import * as z from 'zod';
import type { Drafts } from '../../app/screen.ts';
import { takeSlot, type Slot } from '../../app/slots.ts';
import type { Draft } from './model.ts';

const Text = z.string().min(1).max(255);
const Count = z.int().min(0).max(1_000_000);
const Line = z.object({
  order_item_id: Text,
  sku: Text,
  name: z.string(),
  size: z.string().nullable(),
  color: z.string().nullable(),
  quantity: Count,
  codes: z.array(Text),
});
const StoredEntry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pick'), sku: Text }),
  z.object({ kind: z.literal('picked'), sku: Text, quantity: Count }),
  z.object({ kind: z.literal('short'), sku: Text }),
  z.object({ kind: z.literal('pack'), order: Text, sku: Text }),
  z.object({ kind: z.literal('packed'), order: Text, sku: Text, quantity: Count }),
  z.object({ kind: z.literal('label'), order: Text, tracking: Text }),
  z.object({ kind: z.literal('left'), order: Text, gone: z.boolean() }),
  z.object({ kind: z.literal('shipped'), order: Text }),
]);
const Stored = z.object({
  warehouse: z.string(),
  carrier: z.string(),
  orders: z.array(z.object({ order_number: Text, lines: z.array(Line), elsewhere: Count })),
  entries: z.array(StoredEntry),
  sending: z
    .object({
      operationId: z.uuid(),
      order: Text,
      warehouse: Text,
      carrier: Text,
      tracking: Text,
      lines: z.array(z.object({ sku: Text, quantity: Count })),
      state: z.enum(['sent', 'doubt']),
    })
    .nullable(),
  notes: z.array(z.object({ operationId: z.uuid(), order: Text, text: Text })),
});

const slotName = 'fulfil';

/** What a process that is gone had picked and not shipped, and where this one keeps its own. */
export function takeDraft(drafts: Drafts): { readonly left: Draft | undefined; save(draft: Draft): void } {
  const slot: Slot = takeSlot(drafts, slotName);
  const left = Stored.safeParse(slot.left).data;
  return {
    left: left && { ...left, sending: left.sending ?? undefined },
    save: ({ sending, ...draft }) => {
      if (draft.orders.length === 0 && draft.notes.length === 0) slot.clear();
      else slot.save({ ...draft, sending: sending ?? null });
    },
  };
}
