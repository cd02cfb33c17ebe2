import { useCallback, type ReactElement } from 'react';
import * as z from 'zod';
import type { ListRow } from '../../../operations/listing.ts';
import { list } from '../../../operations/staff/list.ts';
import { sessions as sessionList } from '../../../operations/staff/sessions.ts';
import type { StaffRole } from '../../../operations/staff/parts/find.ts';
import { useApp } from '../../app/hooks.ts';
import { listParams, listTwin, shellWord, type ListParams } from '../../app/list-params.ts';
import { ListScreen } from '../../app/ListScreen.tsx';
import { screen, type ScreenProps } from '../../app/screen.ts';
import { endSessions, inviteSomebody, memberActions, type Member as Person } from './acts.ts';
import { sessionColumns, staffColumns } from './columns.ts';
import { Member, MemberPreview } from './Member.tsx';

const personOf = (row: ListRow): Person => ({
  id: row.id,
  name: String(row['name']),
  email: String(row['email']),
  role: String(row['role']) as StaffRole,
  state: String(row['state']),
  sessions: Number(row['sessions']),
});

function Staff({ params, width, height }: ScreenProps<ListParams>): ReactElement {
  const app = useApp();
  const preview = useCallback(
    (row: ListRow, columnsLeft: number, rowsLeft: number) => (
      <MemberPreview key={row.id} person={row.id} width={columnsLeft} height={rowsLeft} />
    ),
    [],
  );
  return (
    <ListScreen
      listing={list}
      noun="account"
      columns={staffColumns}
      params={params}
      width={width}
      height={height}
      open={(row) => app.navigate('member', { person: String(row['email']) })}
      preview={preview}
      copies={(row) => ({ 'e-mail': String(row['email']), id: row.id })}
      keys={{
        scope: 'staff',
        handlers: () => ({ 'staff.invite': () => void inviteSomebody(app).catch(app.fail) }),
        anywhere: ['staff.invite'],
      }}
      actions={(row) => [
        {
          label: 'Invite somebody',
          key: 'staff.invite',
          hint: 'makes an account and a one-time token',
          run: () => inviteSomebody(app),
        },
        ...(row ? memberActions(app, personOf(row)) : []),
        { label: 'Who is signed in', run: () => app.navigate('sessions') },
      ]}
      empty="Nobody of the staff is like that."
    />
  );
}

function Sessions({ params, width, height }: ScreenProps<ListParams>): ReactElement {
  const app = useApp();
  const end = (row: ListRow) => endSessions(app, String(row['name']), String(row['email']), row.id);
  return (
    <ListScreen
      listing={sessionList}
      noun="session"
      columns={sessionColumns}
      params={params}
      width={width}
      height={height}
      open={(row) => app.navigate('member', { person: String(row['email']) })}
      actions={(row) => [
        {
          label: row ? `End this session of ${String(row['name'])}` : 'End this session',
          hint: 'at once; they may sign in again',
          danger: true,
          disabled: row ? (row['open'] === true ? undefined : 'it is over already') : 'there is no session here',
          run: () => row && end(row),
        },
        {
          label: row ? `End all sessions of ${String(row['name'])}` : 'End all sessions',
          danger: true,
          disabled: row ? undefined : 'there is no session here',
          run: () => row && endSessions(app, String(row['name']), String(row['email'])),
        },
      ]}
      empty="Nobody is signed in by a session; the sample shop’s staff have none."
    />
  );
}

export const staff = screen<ListParams>({
  name: 'staff',
  title: () => 'Staff',
  words: ['staff', 'people', 'team', 'users'],
  permission: 'staff:manage',
  component: Staff,
  params: listParams,
  twin: (params) => listTwin(list, params),
});

export const sessions = screen<ListParams>({
  name: 'sessions',
  title: () => 'Sessions',
  words: ['sessions', 'signed in', 'logins'],
  permission: 'staff:manage',
  component: Sessions,
  params: listParams,
  twin: (params) => listTwin(sessionList, params),
});

export const member = screen({
  name: 'member',
  title: ({ person }) => person,
  words: ['member of staff'],
  permission: 'staff:manage',
  component: Member,
  params: z.object({ person: z.string().trim().min(1).max(255) }),
  needsParams: true,
  twin: ({ person }) => `staff show ${shellWord(person)}`,
});
