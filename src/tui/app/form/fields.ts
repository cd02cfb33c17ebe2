import type { RecordKind } from '../../../operations/fields.ts';
import { inputSchema, type FieldSchema } from '../../../operations/input-schema.ts';
import type { AnyOperation } from '../overlay.ts';
import { showValue, unsaid } from './values.ts';

/** How a field is typed, whatever its operation makes of it. `words`: several with blanks between; `rows`: one a line. */
export type FieldKind =
  'text' | 'long' | 'money' | 'number' | 'date' | 'switch' | 'choice' | 'words' | 'rows' | 'json' | 'file';

/** A field of the form that is made from an operation's input. */
export interface FormField {
  readonly key: string;
  readonly label: string;
  readonly help: string;
  readonly required: boolean;
  readonly kind: FieldKind;
  /** What a choice or a switch goes through; empty for others. */
  readonly values: readonly string[];
  /** Of `rows`: its columns, those that every row has first. */
  readonly columns: readonly { readonly key: string; readonly required: boolean }[];
  /** Which records it names: they are looked for as it is typed. */
  readonly names: RecordKind | undefined;
  /** Several records stand in it, each with more behind it: `SKU=2, OTHER=1`. */
  readonly several: boolean;
  /** Shown as dots, never kept anywhere. */
  readonly secret: boolean;
  /** May wait in a draft; secrets and contact data may not. */
  readonly kept: boolean;
  /** The record may be without it: null is sent for an emptied field, else an empty text. */
  readonly nullable: boolean;
  /** Where the schema takes no text, a number is made of what was typed. */
  readonly textual: boolean;
  /** What stands in it at first, as text. */
  readonly initial: string;
}

/** Labels are the keys of the input, which the command line and the docs use too. */
export const labelOf = (key: string): string => key.replaceAll('_', ' ');

/** Every field of an operation's input, filled with `initial` and the schema's own defaults. */
export function formFields(
  operation: Pick<AnyOperation, 'input'>,
  initial: Readonly<Record<string, unknown>> = {},
): readonly FormField[] {
  const schema = inputSchema(operation.input);
  return Object.entries(schema.properties ?? {}).map(([key, field]) =>
    toField(key, field, schema.required?.includes(key) ?? false, initial[key]),
  );
}

function toField(key: string, field: FieldSchema, required: boolean, given: unknown): FormField {
  const choices = [field, ...(field.anyOf ?? [])];
  const first = <K extends keyof FieldSchema>(name: K) => choices.find((one) => one[name] !== undefined)?.[name];
  const kind = kindOf(choices);
  const start = given ?? field.default;
  const open = !required && field.default === undefined;
  const items = choices.find(({ items }) => items)?.items;
  const entry = first('entry');
  const types = choices.flatMap(({ type }) => type ?? []);
  return {
    key,
    label: labelOf(key),
    kind,
    required,
    help: first('description') ?? '',
    values: valuesOf(kind, choices, open),
    columns: kind === 'rows' ? columnsOf(items) : [],
    names: first('names') ?? items?.names ?? items?.properties?.['sku']?.names,
    several: kind === 'words' || kind === 'rows' || entry === 'lines',
    secret: entry === 'secret',
    kept: entry !== 'secret' && entry !== 'contact',
    nullable: types.includes('null'),
    textual: types.includes('string'),
    initial:
      start === undefined && (kind === 'switch' || kind === 'choice') ? (open ? unsaid : '') : showValue(kind, start),
  };
}

function kindOf(choices: readonly FieldSchema[]): FieldKind {
  if (choices.some(({ inputFile }) => inputFile)) return 'file';
  const entry = choices.find((one) => one.entry !== undefined)?.entry;
  if (entry === 'money' || entry === 'date' || entry === 'long') return entry;
  if (choices.some((one) => one.enum)) return 'choice';
  const types = choices.flatMap(({ type }) => type ?? []);
  if (types.includes('number') || types.includes('integer')) return 'number';
  if (types.includes('string')) return 'text';
  if (types.includes('boolean')) return 'switch';
  if (types.includes('array')) {
    const items = choices.find((one) => one.items)?.items;
    if (items?.properties) return 'rows';
    return items?.type === 'string' ? 'words' : 'json';
  }
  return types.includes('object') ? 'json' : 'text';
}

function valuesOf(kind: FieldKind, choices: readonly FieldSchema[], open: boolean): readonly string[] {
  const none = open ? [unsaid] : [];
  if (kind === 'switch') return [...none, 'no', 'yes'];
  return kind === 'choice' ? [...none, ...choices.flatMap((one) => one.enum ?? []).map(String)] : [];
}

function columnsOf(items: FieldSchema | undefined): FormField['columns'] {
  const all = Object.keys(items?.properties ?? {}).map((key) => ({
    key,
    required: items?.required?.includes(key) ?? false,
  }));
  return [...all.filter(({ required }) => required), ...all.filter(({ required }) => !required)];
}
