import * as z from 'zod';
import type { Drafts } from '../screen.ts';

const Recents = z.array(z.string().max(200)).max(50);
const key = 'palette-recents';
const most = 12;

/** Ids of the entries that were taken last, the newest first; each person's own, in each store. */
export function readRecents(drafts: Drafts): readonly string[] {
  return Recents.safeParse(drafts.read(key)).data ?? [];
}

export function remember(drafts: Drafts, id: string): void {
  drafts.write(key, [id, ...readRecents(drafts).filter((one) => one !== id)].slice(0, most));
}
