import type { Migration } from './migration.ts';

// The same operation id gives the same answer to the letter, also where a script compares or cuts it: jsonb would put
// its keys in another order than the first answer had them.

const functions = (type: 'json' | 'jsonb') => `
create function claim_operation(p_id uuid, p_name text, p_input_hash bytea)
returns table (fresh boolean, name text, actor_id uuid, input_hash bytea, result ${type})
language plpgsql security definer set search_path = public, pg_temp
as $$
#variable_conflict use_column
begin
  -- waits here for another transaction that holds the id
  insert into operation_results (operation_id, name, actor_id, input_hash)
  values (p_id, p_name, current_user_id(), p_input_hash)
  on conflict (operation_id) do nothing;
  if found then
    if exists (
      select from audit_logs a
      where a.operation_id = p_id and a.changed_at < current_timestamp - interval '60 days'
    ) then
      raise exception using
        errcode = 'restrict_violation', constraint = 'operation_results_forgotten', table = 'operation_results',
        message = format('operation %s was done long ago and its answer is no longer kept: nothing was done now', p_id);
    end if;
    return query select true, p_name, current_user_id(), p_input_hash, null::${type};
    return;
  end if;
  return query
    select false, r.name, r.actor_id, r.input_hash, r.result
    from operation_results r
    where r.operation_id = p_id;
end $$;

create function finish_operation(p_id uuid, p_result ${type}) returns void
language sql volatile security definer set search_path = public, pg_temp
as $$
  update operation_results r
  set result = p_result
  where r.operation_id = p_id
    and r.result is null
    and r.actor_id is not distinct from current_user_id()
$$;

grant execute on function claim_operation(uuid, text, bytea), finish_operation(uuid, ${type})
  to admin_role, manager_role, warehouse_role, readonly_role;
`;

const change = (from: 'json' | 'jsonb', to: 'json' | 'jsonb') => `
drop function claim_operation(uuid, text, bytea);
drop function finish_operation(uuid, ${from});
alter table operation_results alter column result type ${to} using result::${to};
${functions(to)}
`;

export const answersAsGiven: Migration = {
  name: '0035-answers-as-given',
  up: change('jsonb', 'json'),
  down: change('json', 'jsonb'),
};
