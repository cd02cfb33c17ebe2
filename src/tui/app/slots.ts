import { readFileSync } from 'node:fs';
import process from 'node:process';
import * as z from 'zod';
import type { Drafts } from './screen.ts';

const Owned = z.object({ owner: z.object({ pid: z.int(), started: z.string() }), value: z.unknown() });
type Owned = z.infer<typeof Owned>;

/**
 * Where one process keeps its unfinished work. Several terminals may work under one account (handhelds over SSH), so
 * each has a slot of its own, and only what a process that is gone has left behind is offered to another.
 */
export interface Slot {
  /** What was left in this slot, undefined when nothing was. */
  readonly left: unknown;
  save(value: unknown): void;
  clear(): void;
}

const mostSlots = 32;

function slotsOf(drafts: Drafts, name: string): { key: string; stored: Owned | undefined }[] {
  return Array.from({ length: mostSlots }, (_, index) => {
    const key = `${name}-${index + 1}`;
    return { key, stored: Owned.safeParse(drafts.read(key)).data };
  });
}

export function takeSlot(drafts: Drafts, name: string): Slot {
  const free = slotsOf(drafts, name).filter(({ stored }) => !stored || !alive(stored.owner));
  const mine = free.find(({ stored }) => stored !== undefined) ?? free[0];
  // With all slots taken by living terminals this one works without a net rather than into another's draft.
  const key = mine?.key;
  return {
    left: mine?.stored?.value,
    save: (value) => {
      const owner = { pid: process.pid, started: startOf(process.pid) };
      if (key !== undefined) drafts.write(key, { owner, value } satisfies Owned);
    },
    clear: () => {
      if (key !== undefined) drafts.remove(key);
    },
  };
}

/** What lies under the key of a slot, unless a living terminal works on it. */
export function leftIn(drafts: Drafts, key: string): unknown {
  const stored = Owned.safeParse(drafts.read(key)).data;
  return stored && !alive(stored.owner) ? stored.value : undefined;
}

/** How many pieces of work of this kind wait for somebody to take them up. */
export function leftBehind(drafts: Drafts, name: string): number {
  return slotsOf(drafts, name).filter(({ stored }) => stored && !alive(stored.owner)).length;
}

/** This process counts as gone: what it left it may take up itself. */
function alive({ pid, started }: Owned['owner']): boolean {
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
