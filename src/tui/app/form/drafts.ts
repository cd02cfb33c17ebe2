import { createHash } from 'node:crypto';
import * as z from 'zod';
import { byTime } from '../../../domain/time.ts';
import type { Drafts } from '../screen.ts';
import { leftIn, takeSlot, type Slot } from '../slots.ts';

const Kept = z.object({
  operation: z.string(),
  /** What the form was opened with, to open it so again. */
  initial: z.record(z.string(), z.unknown()),
  /** The record of an edit, and what stood there when it was opened. */
  named: z.record(z.string(), z.string()).optional(),
  standing: z
    .object({ name: z.string(), version: z.number().optional(), fields: z.record(z.string(), z.unknown()) })
    .optional(),
  /** By field, as typed. */
  typed: z.record(z.string(), z.string()),
  /** ISO time. */
  at: z.string(),
});
export type KeptForm = z.infer<typeof Kept>;

const prefix = 'form-';

/**
 * Where a form's typed text waits for a crash, a dropped line or another day. A form of another record, or one that a
 * screen has filled in otherwise, has a place of its own: what was typed for one order is not offered for another.
 */
export function formSlot(
  drafts: Drafts,
  of: Pick<KeptForm, 'operation' | 'initial' | 'named'>,
): Slot & { kept: KeptForm | undefined } {
  const asked = JSON.stringify([of.operation, of.initial, of.named ?? null]);
  const slot = takeSlot(drafts, prefix + createHash('sha256').update(asked).digest('hex').slice(0, 12));
  return { ...slot, kept: readKept(slot.left) };
}

/** Forms that somebody left half filled in, the newest first. */
export function keptForms(drafts: Drafts): readonly KeptForm[] {
  const kept = drafts
    .names()
    .filter((name) => name.startsWith(prefix))
    .flatMap((name) => readKept(leftIn(drafts, name)) ?? []);
  return kept.sort((one, other) => byTime(other.at, one.at));
}

/** What a draft is, in a line: `products edit Runner: name, price`. */
export function tellKept({ operation, standing, typed }: KeptForm): string {
  const name = standing === undefined ? '' : ` ${standing.name}`;
  const fields = Object.keys(typed)
    .slice(0, 4)
    .map((key) => key.replaceAll('_', ' '));
  return `${operation.replace('.', ' ').replaceAll('_', ' ')}${name}: ${fields.join(', ')}`;
}

/** Of another version of the program, or nothing at all: then there is nothing to offer. */
function readKept(stored: unknown): KeptForm | undefined {
  return Kept.safeParse(stored).data;
}
