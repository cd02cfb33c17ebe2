import { readFileSync } from 'node:fs';
import process from 'node:process';
import { z } from 'zod';
import type { Drafts } from '../../app/screen.ts';
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
  owner: z.object({ pid: z.int(), started: z.string() }),
  operationId: z.uuid(),
  startedAt: z.string(),
  warehouse: z.object({ code: z.string(), name: z.string() }).nullable(),
  reference: z.string(),
  entries: z.array(StoredEntry),
  sending: StoredSending.nullable(),
});

/**
 * Where one process keeps its tally. Several terminals may count under one account (handhelds over SSH), so each has a
 * slot of its own, and only what a process that is gone has left behind is offered to another.
 */
export interface Slot {
  readonly offer: Draft | undefined;
  save(draft: Draft | undefined): void;
}

const mostSlots = 32;

export function takeSlot(drafts: Drafts): Slot {
  const keys = Array.from({ length: mostSlots }, (_, index) => `restock-${index + 1}`);
  const found = keys.map((key) => ({ key, stored: Stored.safeParse(drafts.read(key)).data }));
  const free = found.filter(({ stored }) => !stored || !alive(stored.owner));
  const left = free.find(({ stored }) => stored !== undefined) ?? free[0];
  // With all slots taken by living terminals this one counts without a net rather than into another's draft.
  const key = left?.key;
  return {
    offer: left?.stored && fromStored(left.stored),
    save: (draft) => {
      if (key === undefined) return;
      if (draft) drafts.write(key, toStored(draft));
      else drafts.remove(key);
    },
  };
}

function fromStored({ warehouse, sending, ...stored }: z.infer<typeof Stored>): Draft {
  const { operationId, startedAt, reference, entries } = stored;
  // What was looked up is asked again: stock moves, and a product may be gone.
  const kept = { operationId, startedAt, reference, entries, catalogue: {}, warehouse: warehouse ?? undefined };
  return { ...kept, sending: sending ?? undefined };
}

function toStored({ warehouse, sending, operationId, startedAt, reference, entries }: Draft): z.infer<typeof Stored> {
  return {
    owner: { pid: process.pid, started: startOf(process.pid) },
    operationId,
    startedAt,
    warehouse: warehouse ?? null,
    reference,
    entries: [...entries],
    sending: sending ? { ...sending, lines: [...sending.lines], entries: [...sending.entries] } : null,
  } as z.infer<typeof Stored>;
}

function alive({ pid, started }: { pid: number; started: string }): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ESRCH') return false;
  }
  // After a restart of the machine another program may have the number: on Linux its start tells them apart.
  const now = startOf(pid);
  return now === '' || started === '' || now === started;
}

/** Ticks since boot at which a process started, '' where that cannot be known. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
