import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { byTime } from '../domain/time.ts';
import { readFileIfAny, writeFileSafely, type Home } from './home.ts';

export interface Draft {
  readonly name: string;
  /** ISO time. */
  readonly saved_at: string;
  readonly value: unknown;
}

/** Work that is half entered, e.g. a restock tally: it outlives a crash of the program and of the machine. */
export interface Drafts {
  /** JSON-safe. Written through to the disk before it returns. */
  save(name: string, value: unknown): void;
  load(name: string): Draft | undefined;
  /** Newest first. */
  list(): Draft[];
  remove(name: string): void;
}

/** Each store and person has drafts of their own: a tally of one shop must not be offered in another. */
export function openDrafts(home: Home, of: { readonly store: string; readonly actorId: string }): Drafts {
  const owner = createHash('sha256').update(`${of.store}\n${of.actorId}`).digest('hex').slice(0, 16);
  const directory = join(home.data, 'drafts');
  const fileOf = (name: string) => join(directory, `${owner}-${encodeURIComponent(name)}.json`);
  const load = (name: string): Draft | undefined => {
    const text = readFileIfAny(fileOf(name));
    if (text === undefined) return undefined;
    try {
      const { saved_at, value } = JSON.parse(text) as Draft;
      return { name, saved_at, value };
    } catch {
      return undefined; // Not written by us: there is nothing to offer.
    }
  };
  return {
    load,
    save(name, value) {
      writeFileSafely(fileOf(name), JSON.stringify({ saved_at: new Date().toISOString(), value }));
    },
    list() {
      const names = listFiles(directory)
        .filter((file) => file.startsWith(`${owner}-`) && file.endsWith('.json'))
        .map((file) => decodeURIComponent(file.slice(owner.length + 1, -'.json'.length)));
      const found = names.flatMap((name) => load(name) ?? []);
      return found.sort((one, other) => byTime(other.saved_at, one.saved_at));
    },
    remove(name) {
      rmSync(fileOf(name), { force: true });
    },
  };
}

function listFiles(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
