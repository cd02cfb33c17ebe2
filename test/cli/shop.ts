import { z } from 'zod';
import type { CommandSource } from '../../src/cli/command.ts';
import { listingCommand } from '../../src/cli/from-listing.ts';
import { operationCommand } from '../../src/cli/from-operation.ts';
import { InputFile, Money, Quantity, Reason, Sku } from '../../src/operations/fields.ts';
import { listing } from '../../src/operations/listing.ts';
import { operation } from '../../src/operations/operation.ts';

/** One operation with a field of every kind, so that the reading of flags is tested apart from the shop's rules. */
const lace = operation({
  name: 'shoes.lace',
  summary: 'Lace shoes.',
  permission: 'stock:write',
  input: z.object({
    sku: Sku,
    pairs: Quantity,
    lace_colour: z.enum(['RED', 'BLUE']).default('RED').describe('colour of the laces'),
    price: Money.nullable().optional(),
    tags: z.array(z.string()).optional(),
    length: z.number().int().optional(),
    knots: z.array(z.object({ kind: z.string() })).optional(),
    express: z.boolean().default(false),
    file: InputFile.optional(),
    reason: Reason.optional(),
  }),
  positional: ['sku'],
  examples: ['shoes lace RUN-42 --pairs 2'],
  dryRun: true,
  confirm: ({ pairs }) => (pairs > 100 ? { question: `Lace ${pairs} pairs`, typed: 'LACE' } : undefined),
  done: (_output, { pairs, sku }) => `Laced ${pairs} pairs of ${sku}.`,
  run: (_context, input) => Promise.resolve({ sku: input.sku }),
});

const shoes = listing({
  name: 'shoes.list',
  summary: 'List shoes.',
  permission: 'stock:read',
  examples: ['shoes list --size ">40"'],
  from: 'shoes s',
  columns: {
    id: { sql: 's.id', label: 'Id', type: 'id' },
    sku: { sql: 's.sku', label: 'SKU', type: 'text' },
  },
  filters: {
    size: {
      help: 'size',
      type: 'integer',
      operators: ['>', '<'],
      sql: (bind, value, is) => `s.size ${is} ${bind(value)}`,
    },
    color: { help: 'colour', type: 'text', sql: (bind, value) => `s.color = ${bind(value)}` },
    worn_by: { help: 'who', type: 'text', sql: (bind, value) => `s.worn_by = ${bind(value)}` },
  },
  search: (bind, text) => `s.name = ${bind(text)}`,
  sorts: { newest: { label: 'Newest', direction: 'desc', by: [{ sql: 's.id', type: 'uuid' }] } },
  defaultSort: 'newest',
  tables: ['shoes'],
});

export { lace, shoes };

export const shopCommands: readonly CommandSource[] = [operationCommand(lace), listingCommand(shoes)].map(
  (command) => ({
    path: command.path,
    load: () => Promise.resolve(command),
  }),
);
