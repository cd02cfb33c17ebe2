import { open, readFile } from 'node:fs/promises';

/** Something that somebody set out to do, as it was written down before it was sent. */
export interface Intent {
  readonly id: string;
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly role: 'admin' | 'manager' | 'warehouse';
}

/**
 * `sent`: about to be sent, written before. `got`: the answer. `no`: the shop refused, nothing was done. `unknown`:
 * nobody knows. `wrong`: what must never reach a person.
 */
export type Entry =
  | ({ readonly kind: 'sent' } & Intent)
  | { readonly kind: 'got'; readonly id: string; readonly output: unknown; readonly replayed: boolean }
  | { readonly kind: 'no' | 'unknown' | 'wrong'; readonly id: string; readonly code: string; readonly message: string };

export interface Journal {
  /** On the disk when it resolves. */
  write(entry: Entry): Promise<void>;
}

export async function openJournal(path: string): Promise<Journal> {
  const file = await open(path, 'a');
  return {
    async write(entry) {
      await file.write(`${JSON.stringify(entry)}\n`);
      await file.datasync();
    },
  };
}

/** A last line without its end was never sent: whoever wrote it was killed over it. */
export async function readJournal(path: string): Promise<Entry[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Entry);
}
