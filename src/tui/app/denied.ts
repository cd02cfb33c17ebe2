import { may, permissions, type Actor } from '../../domain/permissions.ts';
import type { Operation } from '../../operations/operation.ts';

/** Why this person may not run it, as the reason of a disabled action; undefined when they may. */
export function denied({ role }: Actor, { permission }: Pick<Operation, 'permission'>): string | undefined {
  return may(role, permission) ? undefined : `only for ${permissions[permission].join(', ')}`;
}
