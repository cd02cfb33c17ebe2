import { z } from 'zod';
import type { AnyOperation } from './overlay.ts';

/** A field of the form that is made from an operation's input. */
export interface FormField {
  readonly key: string;
  readonly help: string;
  readonly required: boolean;
  /** A choice from few words, else text. */
  readonly values: readonly string[] | undefined;
  /** Text that means true or false, a list of words, or the text itself. */
  readonly kind: 'text' | 'switch' | 'list';
  readonly initial: string;
}

interface FieldSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly items?: FieldSchema;
  readonly anyOf?: readonly FieldSchema[];
  readonly inputFile?: boolean;
}

/**
 * The fields of an operation's form, or the reason why it has none: a file or a nested list is for the command line
 * (or for a screen of its own).
 */
export function formFields(
  operation: AnyOperation,
  initial: Readonly<Record<string, unknown>> = {},
): { readonly fields: readonly FormField[] } | { readonly unfit: string } {
  const schema = z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' }) as {
    readonly properties?: Readonly<Record<string, FieldSchema>>;
    readonly required?: readonly string[];
  };
  const fields: FormField[] = [];
  for (const [key, field] of Object.entries(schema.properties ?? {})) {
    const required = schema.required?.includes(key) ?? false;
    const kind = kindOf([field, ...(field.anyOf ?? [])]);
    if (kind) fields.push(toField(key, field, required, kind, initial[key]));
    else if (required)
      return { unfit: `"${key}" cannot be typed in a form: use ${commandOf(operation)} on the command line.` };
  }
  return { fields };
}

/** `orders.confirm` as `solemate orders confirm`. */
export function commandOf(operation: { readonly name: string }): string {
  return `solemate ${operation.name.replace('.', ' ')}`;
}

function toField(
  key: string,
  field: FieldSchema,
  required: boolean,
  kind: FormField['kind'],
  given: unknown,
): FormField {
  const choices = [field, ...(field.anyOf ?? [])];
  const values = choices.flatMap((one) => one.enum ?? []).map(String);
  const start = given ?? field.default;
  const open = !required && field.default === undefined;
  return {
    key,
    kind,
    required,
    help: field.description ?? choices.find((one) => one.description)?.description ?? '',
    values: kind === 'switch' ? (open ? [unsaid, 'no', 'yes'] : ['no', 'yes']) : values.length ? values : undefined,
    initial: kind === 'switch' ? switched(start, open) : shown(start),
  };
}

/** Neither yes nor no: an edit that leaves a switch alone must not turn it off. */
const unsaid = '–';

function switched(start: unknown, open: boolean): string {
  if (typeof start === 'boolean') return start ? 'yes' : 'no';
  return open ? unsaid : 'no';
}

function shown(start: unknown): string {
  if (start === undefined || start === null) return '';
  if (Array.isArray(start)) return start.map(String).join(' ');
  return typeof start === 'string' ? start : JSON.stringify(start);
}

function kindOf(choices: readonly FieldSchema[]): FormField['kind'] | undefined {
  if (choices.some(({ inputFile }) => inputFile)) return undefined;
  const types = choices.flatMap(({ type }) => type ?? []);
  if (types.some((type) => ['string', 'number', 'integer'].includes(type))) return 'text';
  if (types.includes('boolean')) return 'switch';
  if (types.includes('array')) return choices.some(({ items }) => items?.type === 'string') ? 'list' : undefined;
  return undefined;
}

/** What was typed as the operation's raw input; what was left empty is left out. The schema judges it. */
export function readForm(
  fields: readonly FormField[],
  typed: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const entries = fields.flatMap((field): [string, unknown][] => {
    const text = (typed[field.key] ?? '').trim();
    if (field.kind === 'switch') return text === unsaid ? [] : [[field.key, text === 'yes']];
    if (text === '') return [];
    if (field.kind === 'list') return [[field.key, text.split(/[\s,]+/u).filter(Boolean)]];
    return [[field.key, text]];
  });
  return Object.fromEntries(entries);
}
