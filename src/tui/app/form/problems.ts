import type * as z from 'zod';
import type { DomainError } from '../../../domain/errors.ts';
import type { AnyOperation } from '../overlay.ts';
import { labelOf, type FormField } from './fields.ts';

/** What the schema has against one field's value, in its words; a file is looked at when it is sent. */
export function problemOf(operation: Pick<AnyOperation, 'input'>, field: FormField, read: unknown): string | undefined {
  if (field.kind === 'file') return undefined;
  const schema = operation.input.shape[field.key] as z.ZodType | undefined;
  const parsed = schema?.safeParse(read);
  if (!parsed || parsed.success) return undefined;
  const [issue] = parsed.error.issues;
  const where = issue && issue.path.length > 0 ? `${whereWords(issue.path)}: ` : '';
  return `${where}${deepest(issue)}`;
}

/** `row 2, quantity` of a table of rows. */
function whereWords(path: readonly PropertyKey[]): string {
  return path.map((part) => (typeof part === 'number' ? `row ${part + 1}` : String(part))).join(', ');
}

/** Of a union each part says no: the last part is the one that was meant, for the others are an empty text or a list. */
function deepest(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code !== 'invalid_union') return issue?.message ?? '';
  const [inner] = issue.errors.at(-1) ?? [];
  return inner ? deepest(inner) : issue.message;
}

/** Why it was refused and what to do. Operations name an input as the command line does; here it is a field with a label. */
export function refusalOf(
  { message, hint }: Pick<DomainError, 'message' | 'hint'>,
  fields: readonly Pick<FormField, 'key'>[],
): readonly string[] {
  const keyOf = (flag: string) => flag.slice(2).replaceAll('-', '_');
  const named = (flag: string) => (fields.some(({ key }) => key === keyOf(flag)) ? `"${labelOf(keyOf(flag))}"` : flag);
  const told = hint === undefined ? [message] : [message, hint];
  return told.map((text) => text.replaceAll(/--[a-z][a-z0-9-]*/gu, named));
}
