import * as z from 'zod';
import { withHint } from '../../domain/errors.ts';
import type { Role } from '../../domain/permissions.ts';
import type { Tx } from '../../platform/database/types.ts';
import { operation } from '../operation.ts';
import { personName } from '../orders/steps.ts';
import { findOperation, noSuchOperation, operationFacts, OperationId } from './parts/facts.ts';
import { maskedValue } from './parts/masked.ts';
import { recordName } from './parts/record-names.ts';
import { toldOperation } from './parts/show-text.ts';
import { undoProblem } from './parts/undo-target.ts';

/** One field of one record. What the log must not hold reads [redacted]; contact data is masked. */
interface FieldChange {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

export interface OperationShown {
  readonly operation_id: string;
  readonly operation: string | null;
  readonly person: string | null;
  readonly changed_at: string;
  readonly reason: string | null;
  readonly client: Readonly<Record<string, string | null>> | null;
  readonly undoes: string | null;
  readonly undone_through: string | null;
  readonly undone_by: string | null;
  /** Why it cannot be undone and what to do instead; null when it may be tried. */
  readonly undo_refusal: string | null;
  readonly rows: readonly {
    readonly table_name: string;
    readonly record_id: string;
    readonly record: string | null;
    readonly action: string;
    readonly fields: readonly FieldChange[];
  }[];
  /** There are more rows than were asked for. */
  readonly more: boolean;
}

export const show = operation({
  name: 'audit.show',
  summary: 'Show all that one operation changed, field by field, and whether it can be undone.',
  permission: 'audit:read',
  input: z.object({
    operation: OperationId,
    limit: z.coerce.number().int().min(1).max(10_000).default(200).describe('how many records'),
  }),
  positional: ['operation'],
  examples: ['audit show 7d1f0c52-6a51-4a0e-9f0c-2b7f3a1d9e10', 'audit show 7d1f0c52 --limit 1000 --json'],
  reads: true,
  text: toldOperation,
  async run({ tx, actor }, { operation: given, limit }): Promise<OperationShown> {
    const id = await findOperation(tx, actor, given);
    const facts = await operationFacts(tx, id);
    const rows = await loadRows(tx, id, limit + 1);
    const [first] = rows;
    if (!facts && !first) throw noSuchOperation(given);
    const name = facts?.name ?? first?.operation ?? null;
    const problem = facts ? await undoProblem(facts.root_name) : undefined;
    const foreign = facts ? null : 'It was not run by this program, so it cannot be undone here.';
    return {
      operation_id: id,
      operation: name,
      person: facts?.actor ?? first?.person ?? null,
      changed_at: (facts?.done_at ?? first?.changed_at ?? new Date(0)).toISOString(),
      reason: first?.reason ?? null,
      client: first?.client ?? null,
      undoes: facts?.undoes ?? null,
      undone_through: facts?.undone_through ?? null,
      undone_by: facts?.undone_by ?? null,
      undo_refusal: problem ? withHint(problem) : foreign,
      rows: rows.slice(0, limit).map((row) => ({
        table_name: row.table_name,
        record_id: row.record_id,
        record: row.record,
        action: row.action,
        fields: changesOf(row, actor.role),
      })),
      more: rows.length > limit,
    };
  },
});

interface Row {
  readonly operation: string | null;
  readonly person: string | null;
  readonly changed_at: Date;
  readonly reason: string | null;
  readonly client: Readonly<Record<string, string | null>> | null;
  readonly table_name: string;
  readonly record_id: string;
  readonly record: string | null;
  readonly action: string;
  readonly old_values: Readonly<Record<string, unknown>> | null;
  readonly new_values: Readonly<Record<string, unknown>> | null;
}

async function loadRows(tx: Tx, id: string, limit: number): Promise<Row[]> {
  return tx.query<Row>(
    `select a.operation, ${personName('u')} as person, a.changed_at, a.reason, hstore_to_jsonb(a.client) as client,
       a.table_name, a.record_id, ${recordName('a')} as record, a.action, a.old_values, a.new_values
     from audit_logs a
     left join users u on u.id = a.changed_by
     where a.operation_id = $1::uuid
     order by a.changed_at, a.sequence_number nulls first, a.id
     limit $2::integer`,
    [id, limit],
  );
}

function changesOf({ table_name, old_values, new_values }: Row, role: Role): FieldChange[] {
  const fields = new Set([...Object.keys(old_values ?? {}), ...Object.keys(new_values ?? {})]);
  const shown = (field: string, value: unknown) => maskedValue(role, table_name, field, value);
  return [...fields]
    .filter((field) => field !== 'version')
    .map((field) => ({ field, from: shown(field, old_values?.[field]), to: shown(field, new_values?.[field]) }))
    .filter(({ from, to }) => from !== null || to !== null);
}
