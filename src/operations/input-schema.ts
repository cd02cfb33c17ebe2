import * as z from 'zod';
import type { RecordKind } from './fields.ts';

/** What an input's zod schema says of a field, for whoever makes flags or a form of it. */
export interface FieldSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly items?: FieldSchema;
  readonly anyOf?: readonly FieldSchema[];
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
  readonly inputFile?: boolean;
  readonly names?: RecordKind;
  readonly entry?: 'money' | 'date' | 'long' | 'lines' | 'secret' | 'contact' | 'plain';
}

/** The schema of an operation's input as it is typed: JSON Schema, with what `meta` adds (fields.ts). */
export const inputSchema = (input: z.ZodObject): FieldSchema =>
  z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as FieldSchema;
