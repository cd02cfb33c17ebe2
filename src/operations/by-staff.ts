import type { Few } from './few.ts';
import { likeAnywhere } from './like.ts';
import type { Bind } from './listing.ts';

/** The people of the shop are few: what one of them did is found by an index on who did it. `me` is who asks. */
export function byStaff(bind: Bind, column: string, value: string, few: Few): string {
  if (value.toLowerCase() === 'me') return `${column} = current_user_id()`;
  const named = (pattern: string) => `select s.id from users s
      where s.role <> 'customer'
        and lower(coalesce(s.first_name, '') || ' ' || coalesce(s.last_name, '')) like lower(${pattern})`;
  const ids = few(named('$1'), [likeAnywhere(value)]);
  if (ids?.length === 1) return `${column} = ${bind(ids[0])}::uuid`;
  if (ids) return `${column} = any (${bind(ids)}::uuid[])`;
  return `${column} in (${named(bind(likeAnywhere(value)))})`;
}
