import * as z from 'zod';
import type { Drafts } from '../screen.ts';
import { takeSlot } from '../slots.ts';
import type { Draft, JobName } from './types.ts';

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
const StoredPlace = z.object({ code: z.string(), name: z.string() }).nullable();
const StoredSending = z.object({
  operationId: z.uuid(),
  place: z.string(),
  target: z.string(),
  reference: z.string(),
  lines: z.array(z.object({ sku: Code, quantity: Count })),
  entries: z.array(StoredEntry),
  state: z.enum(['sent', 'doubt']),
});
const Stored = z.object({
  operationId: z.uuid(),
  startedAt: z.string(),
  place: StoredPlace,
  target: StoredPlace,
  reference: z.string(),
  entries: z.array(StoredEntry),
  sending: StoredSending.nullable(),
});

export interface DraftSlot {
  /** What a process that is gone had counted and not handed over. */
  readonly offer: Draft | undefined;
  save(draft: Draft | undefined): void;
}

export function takeDraftSlot(drafts: Drafts, job: JobName): DraftSlot {
  const slot = takeSlot(drafts, job);
  const left = Stored.safeParse(slot.left).data;
  return {
    offer: left && fromStored(left),
    save: (draft) => (draft ? slot.save(toStored(draft)) : slot.clear()),
  };
}

function fromStored({ place, target, sending, ...stored }: z.infer<typeof Stored>): Draft {
  // What was looked up is asked again: stock moves, and a product may be gone.
  return {
    ...stored,
    catalogue: {},
    place: place ?? undefined,
    target: target ?? undefined,
    sending: sending ?? undefined,
  };
}

function toStored({ operationId, startedAt, place, target, reference, entries, sending }: Draft): unknown {
  return {
    operationId,
    startedAt,
    place: place ?? null,
    target: target ?? null,
    reference,
    entries,
    sending: sending ?? null,
  };
}
