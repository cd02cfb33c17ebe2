import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import { Forbidden, NotFound, Refused } from '../../../src/domain/errors.ts';
import type { Actor } from '../../../src/domain/permissions.ts';
import { page } from '../../../src/operations/listing.ts';
import { run, type Operation } from '../../../src/operations/operation.ts';
import { activate } from '../../../src/operations/staff/activate.ts';
import { deactivate } from '../../../src/operations/staff/deactivate.ts';
import { invite } from '../../../src/operations/staff/invite.ts';
import { list } from '../../../src/operations/staff/list.ts';
import { resetPassword } from '../../../src/operations/staff/reset-password.ts';
import { revoke } from '../../../src/operations/staff/revoke.ts';
import { role } from '../../../src/operations/staff/role.ts';
import { sessions } from '../../../src/operations/staff/sessions.ts';
import { show } from '../../../src/operations/staff/show.ts';
import { acceptInvitation, invitedBy } from '../../../src/platform/account.ts';
import { currentActor, signIn } from '../../../src/platform/session.ts';
import { openStore, type OpenStore } from '../../../src/platform/store.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';
import { heldBeforeCommit, somebodyWaits } from '../../helpers/faults.ts';
import { testHome, type TestHome } from '../../helpers/home.ts';
import { refusal, transaction } from '../../migrations/shop.ts';
import { plan } from '../plan.ts';

let db: TestDatabase;
let home: TestHome;
let store: OpenStore;
beforeAll(() => {
  home = testHome();
});
afterAll(() => home.remove());
beforeEach(async () => {
  db = await testDatabase();
  store = await openStore({ url: db.appUrl, home: home.path });
});
afterEach(async () => {
  await store.close();
  await db.close();
});

const act = async <I extends z.ZodObject, O, P>(
  operation: Operation<I, O, P>,
  input: object,
  more: { readonly actor?: Actor; readonly operationId?: string } = {},
) => (await run(operation, input, { database: db.database, actor: db.actor('admin'), ...more })).output;
const mia = { email: 'mia@shop.example', role: 'manager', first_name: 'Mia', last_name: 'Lang' };
const password = 'her own password';
const states = async () => {
  const { rows } = await page(list, {}, { database: db.database, actor: db.actor('admin') });
  return Object.fromEntries(rows.map(({ email, state }) => [String(email), state]));
};

describe('an invitation', () => {
  test('lets the person set a password once, and then they are in', async () => {
    const { token, id } = await act(invite, mia);
    expect(await states()).toMatchObject({ 'mia@shop.example': 'INVITED' });
    await expect(signIn(store, mia.email, '!')).rejects.toThrow(Forbidden);
    expect(await invitedBy(store, token ?? '')).toEqual({
      email: mia.email,
      name: 'Mia Lang',
      role: 'manager',
      kind: 'INVITE',
    });
    await expect(acceptInvitation(store, token ?? '', 'short')).rejects.toThrow('shorter than 10');
    const { actor } = await acceptInvitation(store, ` ${token ?? ''}\n`, password);
    expect(actor).toMatchObject({ id, role: 'manager' });
    expect(await currentActor(store)).toEqual(actor);
    expect(await states()).toMatchObject({ 'mia@shop.example': 'ACTIVE' });
    await expect(acceptInvitation(store, token ?? '', password)).rejects.toThrow('This one-time token is not valid');
  });

  test('taken by two at the same moment is taken once', async () => {
    const { token } = await act(invite, mia);
    const tried = await Promise.allSettled(
      [1, 2, 3, 4].map((one) => acceptInvitation(store, token ?? '', `password number ${one}`)),
    );
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('is worth nothing after 72 hours, when a newer one was made, or when the account was closed', async () => {
    const first = await act(invite, mia);
    const second = await act(resetPassword, { person: mia.email });
    await expect(invitedBy(store, first.token ?? '')).rejects.toThrow(Forbidden);
    await db.sql(
      "update user_invitations set created_at = now() - interval '73 hours', expires_at = now() - interval '1 hour' where kind = 'RESET'",
    );
    await expect(invitedBy(store, second.token ?? '')).rejects.toThrow(Forbidden);
    const third = await act(resetPassword, { person: mia.email });
    await act(deactivate, { person: mia.email });
    await act(activate, { person: mia.email });
    await expect(invitedBy(store, third.token ?? '')).rejects.toThrow(Forbidden);
    await expect(act(resetPassword, { person: db.actor('customer').email })).rejects.toThrow(NotFound);
  });

  test('is told once: the same operation id again tells that it was done, and not the token', async () => {
    const operationId = randomUUID();
    const first = await act(invite, mia, { operationId });
    const again = await act(invite, mia, { operationId });
    expect(again).toEqual({ ...first, token: null });
    expect(invite.done?.(again, mia as never)).toContain('was told when this was done first');
    expect(invite.done?.(first, mia as never)).toContain(first.token);
    const [kept] = await db.sql<{ text: string }>(
      'select string_agg(r::text, chr(10)) as text from operation_results r',
    );
    expect(kept?.text).toContain('mia@shop.example');
    expect(kept?.text).not.toContain(first.token);
  });

  test('is refused for whoever has an account, saying what to do', async () => {
    await act(invite, mia);
    await expect(act(invite, { ...mia, email: 'MIA@shop.example' })).rejects.toMatchObject({
      message: 'MIA@shop.example is manager already.',
      hint: 'A new one-time token: solemate staff reset-password MIA@shop.example',
    });
    await act(deactivate, { person: mia.email });
    await expect(act(invite, mia)).rejects.toThrow('and deactivated');
    await expect(act(invite, { ...mia, email: db.actor('customer').email })).rejects.toThrow("is a customer's account");
    await expect(act(invite, { ...mia, email: 'no address' })).rejects.toThrow('no e-mail address');
  });

  test('made twice at once: the second waits, and the first token is worth nothing', async () => {
    const { email } = db.actor('oncall');
    const held = heldBeforeCommit(db);
    const first = run(resetPassword, { person: email }, { database: held.database, actor: db.actor('admin') });
    await held.reached;
    const second = act(resetPassword, { person: email });
    await somebodyWaits(db);
    held.release();
    const { token } = await second;
    await expect(invitedBy(store, (await first).output.token ?? '')).rejects.toThrow(/not valid/u);
    await expect(invitedBy(store, token ?? '')).resolves.toMatchObject({ email });
  });

  test('that resets a password lifts a lock, ends the sessions and leaves the old password until then', async () => {
    await acceptInvitation(store, (await act(invite, mia)).token ?? '', password);
    const { token } = await act(resetPassword, { person: mia.email });
    const old = await signIn(store, mia.email, password);
    for (let wrong = 0; wrong < 5; wrong += 1) await signIn(store, mia.email, 'wrong').catch(() => undefined);
    expect(await states()).toMatchObject({ 'mia@shop.example': 'LOCKED' });
    const { actor } = await acceptInvitation(store, token ?? '', 'another password');
    await expect(currentActor(store, { token: old.token })).rejects.toThrow(Forbidden);
    expect(await currentActor(store)).toEqual(actor);
  });
});

describe('roles and accounts', () => {
  test('a role is given and told; the same again is refused', async () => {
    const oncall = db.actor('oncall');
    expect(await act(role, { person: oncall.email, role: 'warehouse' })).toMatchObject({
      from_role: 'oncall',
      role: 'warehouse',
    });
    await expect(act(role, { person: oncall.id, role: 'warehouse' })).rejects.toThrow('is warehouse already');
    const [audited] = await db.sql(
      "select new_values ->> 'role' as role, operation, changed_by from audit_logs where record_id = $1 and action = 'UPDATE'",
      [oncall.id],
    );
    expect(audited).toEqual({ role: 'warehouse', operation: 'staff.role', changed_by: db.actor('admin').id });
  });

  test('nobody takes their own role away or closes their own account', async () => {
    const person = db.actor('admin').email;
    await expect(act(role, { person, role: 'manager' })).rejects.toThrow('Nobody changes their own role');
    await expect(act(deactivate, { person })).rejects.toThrow(Refused);
  });

  test('of two admins who send each other away at the same moment one stays, every time', async () => {
    await db.sql("update users set role = 'admin' where id = $1", [db.actor('manager').id]);
    const one = db.actor('admin');
    const two: Actor = { ...db.actor('manager'), role: 'admin' };
    for (const send of [
      (of: Actor, by: Actor) => act(deactivate, { person: of.email }, { actor: by }),
      (of: Actor, by: Actor) => act(role, { person: of.email, role: 'oncall' }, { actor: by }),
    ]) {
      for (let round = 0; round < 8; round += 1) {
        const tried = await Promise.allSettled([send(two, one), send(one, two)]);
        expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        const [left] = await db.sql("select count(*)::int as admins from users where role = 'admin' and is_active");
        expect(left).toEqual({ admins: 1 });
        await db.sql("update users set role = 'admin', is_active = true where id = any ($1)", [[one.id, two.id]]);
      }
    }
  });

  test('in plain SQL as the admin the same holds: the last admin, the own account, no customer among the staff', async () => {
    const admin = db.actor('admin');
    const as = (user_id: string) => ({ role: 'admin_role', user_id });
    const said = (statement: string, by = admin.id) => refusal(transaction(db.appUrl, as(by), (tx) => tx(statement)));
    const never = 'a0000000-0000-4000-8000-000000000001';
    for (const change of ["role = 'manager'", 'is_active = false', 'deleted_at = now()']) {
      const statement = `update users set ${change} where role = 'admin'`;
      expect(await said(statement)).toMatchObject({ constraint: 'check_own_account' });
      expect(await said(statement, never)).toMatchObject({ constraint: 'check_last_admin' });
    }
    expect(await said("update users set role = 'oncall' where role = 'customer'")).toMatchObject({
      constraint: 'check_staff_stays_staff',
    });
    expect(await said("update users set password_hash = 'x'")).toMatchObject({ code: '42501' });
    // somebody who was invited and never came is no admin to rely on
    await act(invite, { ...mia, role: 'admin' });
    expect(await said("update users set is_active = false where email = 'admin@staff.test'", never)).toMatchObject({
      constraint: 'check_last_admin',
    });
  });

  test('in plain SQL a manager changes customers and nobody of the staff', async () => {
    const as = { role: 'manager_role', user_id: db.actor('manager').id };
    const change = (role: 'customer' | 'admin', set: string) =>
      transaction(db.appUrl, as, (tx) => tx(`update users set ${set} where id = '${db.actor(role).id}'`));
    await change('customer', "last_name = 'Berg'");
    expect(await refusal(change('admin', "email = 'mine@shop.example'"))).toMatchObject({
      code: '42501',
      message: 'only an admin changes accounts of the staff',
    });
    expect(await refusal(change('customer', "role = 'admin'"))).toMatchObject({ code: '42501' });
  });
});

describe('sessions', () => {
  const enter = async () => {
    await acceptInvitation(store, (await act(invite, mia)).token ?? '', password);
    return Promise.all([1, 2].map(async () => (await signIn(store, mia.email, password)).token));
  };
  const open = async (filter = '') =>
    (await page(sessions, { filter }, { database: db.database, actor: db.actor('admin') })).rows;

  test('are listed, ended one by one or all at once, and that is in the audit log', async () => {
    const tokens = await enter();
    expect(await open(`person:${mia.email}`)).toHaveLength(3);
    const [newest] = await open();
    const session = newest?.id ?? '';
    expect(await act(revoke, { session, reason: 'lost laptop' })).toMatchObject({
      name: 'Mia Lang',
      sessions: [session],
    });
    await expect(act(revoke, { session })).rejects.toThrow('is over already');
    await expect(act(revoke, { person: db.actor('oncall').email, session })).rejects.toThrow(
      "is not oncall@staff.test's",
    );
    expect((await act(revoke, { person: mia.email })).sessions).toHaveLength(2);
    await expect(act(revoke, { person: mia.email })).rejects.toThrow('has no open session');
    await expect(act(revoke, {})).rejects.toThrow('was not told');
    await expect(act(revoke, { session: randomUUID() })).rejects.toThrow(NotFound);
    for (const token of tokens) await expect(currentActor(store, { token })).rejects.toThrow(Forbidden);
    const audited = await db.sql(
      "select reason, changed_by from audit_logs where table_name = 'user_sessions' order by changed_at",
    );
    expect(audited).toHaveLength(3);
    expect(audited[0]).toEqual({ reason: 'lost laptop', changed_by: db.actor('admin').id });
    expect(await open('open:no')).toHaveLength(3);
  });

  test('end with the account, and a person shows what they have open', async () => {
    const [token = ''] = await enter();
    expect((await act(show, { person: mia.email })).sessions).toHaveLength(3);
    expect(await act(deactivate, { person: mia.email })).toMatchObject({ sessions_ended: 3 });
    await expect(currentActor(store, { token })).rejects.toThrow(Forbidden);
    await expect(signIn(store, mia.email, password)).rejects.toThrow('deactivated');
    await act(activate, { person: mia.email });
    await expect(currentActor(store, { token })).rejects.toThrow(Forbidden);
    expect((await signIn(store, mia.email, password)).actor.role).toBe('manager');
    expect(await act(show, { person: mia.email })).toMatchObject({
      state: 'ACTIVE',
      role: 'manager',
      invitation: null,
    });
  });
});

test('the lists go by an index', async () => {
  for (const sort of ['newest', 'name']) {
    const text = await plan(db, list, { sort }, 'admin');
    expect(text).toMatch(/Index (?:Only )?Scan.* using idx_users_staff_/u);
    expect(text).not.toMatch(/Seq Scan on users|Sort /u);
  }
  expect(await plan(db, sessions, {}, 'admin')).toMatch(/idx_user_sessions_created_at/u);
});
