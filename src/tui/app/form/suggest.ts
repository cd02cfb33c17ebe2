import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '../../../domain/errors.ts';
import { may } from '../../../domain/permissions.ts';
import type { RecordKind } from '../../../operations/fields.ts';
import { findRecords, recordSources, type FoundRecord } from '../../../operations/records.ts';
import type { Line } from '../../widgets/line.ts';
import type { Shell } from '../shell.ts';
import type { FormField } from './fields.ts';

/** Records that fit what is being typed, under the field that they are for. */
export interface Suggestions {
  readonly key: string;
  /** What they were looked for by. */
  readonly word: string;
  readonly rows: readonly FoundRecord[];
  /** The one that Tab and Enter take; -1: what was typed stays. */
  readonly at: number;
}

/** Shown before anything is typed: of these a shop has few. */
const few: ReadonlySet<RecordKind> = new Set(['warehouse', 'staff', 'brand', 'category']);

/** The word under the cursor, where several stand in a field; else all of it. */
export function wordOf(field: Pick<FormField, 'several'>, { text, cursor }: Line): { start: number; end: number } {
  if (!field.several) return { start: 0, end: text.length };
  const start = cursor - (/[^\s,;]*$/u.exec(text.slice(0, cursor))?.[0].length ?? 0);
  return { start, end: cursor + (/^[^\s,;]*/u.exec(text.slice(cursor))?.[0].length ?? 0) };
}

/** The line with the word replaced by what was taken, and the cursor where typing goes on. */
export function withTaken(field: Pick<FormField, 'several' | 'kind'>, line: Line, handle: string): Line {
  const { start, end } = wordOf(field, line);
  const tail = !field.several ? '' : field.kind === 'text' ? '=' : ' ';
  const head = line.text.slice(0, start) + handle + tail;
  return { ...line, text: head + line.text.slice(end), cursor: head.length };
}

const pause = 120;

export interface Suggester {
  /** Looks for what stands in the field now; what is under way for an earlier word is given up. */
  follow(field: FormField, line: Line): void;
  stop(): void;
}

/** Looks records up as a field is typed, after a short pause; a late answer is dropped. `tell` gets undefined for none. */
export function createSuggester(shell: Shell, tell: (found: Suggestions | undefined) => void): Suggester {
  let running: AbortController | undefined;

  function stop(): void {
    running?.abort();
    running = undefined;
  }

  function follow(field: FormField, line: Line): void {
    stop();
    const { start, end } = wordOf(field, line);
    const word = line.text.slice(start, end).trim();
    const actor = shell.actor.get();
    const kind = field.names;
    const offered = word === '' ? !field.several && kind && few.has(kind) : !word.includes('=');
    if (!actor || !kind || !offered || !may(actor.role, recordSources[kind].listing.permission)) {
      tell(undefined);
      return;
    }
    const mine = new AbortController();
    running = mine;
    const call = { database: shell.store.database, actor, signal: mine.signal };
    void shell.busy(look(kind, word, call)).then((rows) => {
      if (running !== mine || rows === undefined) return;
      const exact = rows.some(({ handle }) => handle.toLowerCase() === word.toLowerCase());
      tell(rows.length === 0 ? undefined : { key: field.key, word, rows, at: word === '' || exact ? -1 : 0 });
    }, shell.fail);
  }

  return { follow, stop };
}

/** Undefined when it was given up, and where the shop does not answer: a suggestion is no reason for an error. */
async function look(
  kind: RecordKind,
  word: string,
  call: Parameters<typeof findRecords>[2],
): Promise<readonly FoundRecord[] | undefined> {
  try {
    await sleep(pause, undefined, { signal: call.signal });
    return await findRecords(kind, word, call);
  } catch (error) {
    if (call.signal?.aborted || error instanceof DomainError) return undefined;
    throw error;
  }
}
