import * as z from 'zod';
import type { Drafts } from '../screen.ts';

/** Which columns are shown, in this order, and how wide where that was set by hand. */
const Arrangement = z.object({
  shown: z.array(z.string().max(60)).max(60),
  widths: z.record(z.string().max(60), z.int().min(1).max(200)),
});
export type Arrangement = z.infer<typeof Arrangement>;

const Query = z.object({ filter: z.string().max(1000).optional(), sort: z.string().max(60).optional() });

/** What a list shows, under a name. */
const SavedView = Query.extend({
  name: z.string().min(1).max(40),
  columns: Arrangement.optional(),
});
export type SavedView = z.infer<typeof SavedView>;

const ListMemory = z.object({
  /** Filters that were typed, the newest last. */
  filters: z.array(z.string().max(1000)).default([]),
  views: z.array(SavedView).default([]),
  /** What was shown last, to be there again on the next start. */
  last: Query.optional(),
  columns: Arrangement.optional(),
});
export type ListMemory = z.infer<typeof ListMemory>;

const Memories = z.record(z.string(), ListMemory);

/** What this person keeps of the lists of this shop, by screen, in their own drafts. */
const kept = 'lists';
const mostFilters = 50;

const nothing: ListMemory = { filters: [], views: [] };

export function allMemories(drafts: Drafts): Readonly<Record<string, ListMemory>> {
  // A file that a later version wrote, or somebody by hand, is no reason not to open a list.
  return Memories.safeParse(drafts.read(kept)).data ?? {};
}

export function readMemory(drafts: Drafts, screen: string): ListMemory {
  return allMemories(drafts)[screen] ?? nothing;
}

/** Read again before it is written: another terminal of the same person may have added to it. */
export function remember(drafts: Drafts, screen: string, change: (now: ListMemory) => ListMemory): void {
  const all = allMemories(drafts);
  drafts.write(kept, { ...all, [screen]: change(all[screen] ?? nothing) });
}

export function withFilter(memory: ListMemory, filter: string): ListMemory {
  if (filter === '') return memory;
  return { ...memory, filters: [...memory.filters.filter((one) => one !== filter), filter].slice(-mostFilters) };
}

/** One of the same name is replaced; they stand by name. */
export function withView(memory: ListMemory, view: SavedView): ListMemory {
  const others = memory.views.filter(({ name }) => name !== view.name);
  return { ...memory, views: [...others, view].toSorted((a, b) => a.name.localeCompare(b.name)) };
}

export function withoutView(memory: ListMemory, name: string): ListMemory {
  return { ...memory, views: memory.views.filter((one) => one.name !== name) };
}
