import { useMemo, type ReactElement } from 'react';
import { clock } from '../../../domain/time.ts';
import { list } from '../../../operations/staff/list.ts';
import { show, type StaffPage } from '../../../operations/staff/show.ts';
import { DetailScreen, type DetailFrame, type DetailRow, type DetailTab } from '../../app/DetailScreen.tsx';
import { useApp, useOperationData } from '../../app/hooks.ts';
import type { AppApi, ScreenProps } from '../../app/screen.ts';
import { statusLook } from '../../theme/status.ts';
import { Lines } from '../../widgets/Lines.tsx';
import { Empty, keyValueLines, Loading } from '../../widgets/small.tsx';
import { paintLine, type Spans } from '../../widgets/spans.ts';
import { endSessions, memberActions, type Member as Person } from './acts.ts';

export type MemberParams = Readonly<{ person: string }>;

const tables = ['users', 'user_sessions', 'user_invitations'];

const paint = (spans: Spans, { width, theme }: DetailFrame) => paintLine([' ', ...spans], width, theme);

/** The account in facts. */
function profileLines(page: StaffPage, { now, theme }: Pick<DetailFrame, 'now' | 'theme'>): readonly Spans[] {
  const look = statusLook(page.state, theme.glyphs);
  const invited = page.invitation;
  return keyValueLines([
    { label: 'name', value: page.name, tone: 'strong' },
    { label: 'e-mail', value: page.email },
    { label: 'role', value: page.role, tone: 'accent' },
    { label: 'state', value: `${look.glyph} ${page.state}`, tone: look.tone },
    { label: 'since', value: clock(page.created_at, now) },
    { label: 'signed in', value: page.last_login_at === null ? 'never' : clock(page.last_login_at, now) },
    { label: 'wrong tries', value: String(page.failed_logins) },
    ...(page.locked_until === null
      ? []
      : [{ label: 'locked until', value: clock(page.locked_until, now), tone: 'bad' as const }]),
    ...(invited
      ? [
          {
            label: 'token open',
            value: `${invited.kind} by ${invited.created_by ?? 'nobody'}, until ${clock(invited.expires_at, now)}`,
            tone: 'waiting' as const,
          },
        ]
      : []),
    { label: 'sessions', value: `${page.sessions.length} open` },
  ]);
}

const profileRows = (page: StaffPage, frame: DetailFrame): readonly string[] =>
  profileLines(page, frame).map((spans) => paint(spans, frame));

/** The account beside the list, and what they did last. */
export function MemberPreview({ person, width, height }: PreviewProps): ReactElement {
  const { theme } = useApp();
  const { data, error } = useOperationData(show, { person }, { tables });
  if (data) {
    const now = new Date();
    const acts = data.acts.map(({ changed_at, operation, action }): Spans => [
      ['dim', `${clock(changed_at, now)}  `],
      operation ?? action,
    ]);
    const lines = [...profileLines(data, { now, theme }), [], [['title', 'Last acts'] as const], ...acts];
    return <Lines lines={lines} width={width} height={height} />;
  }
  if (error === undefined) return <Loading />;
  return <Empty width={width} text={error instanceof Error ? error.message : 'It could not be loaded.'} />;
}

interface PreviewProps {
  readonly person: string;
  readonly width: number;
  readonly height: number;
}

function sessionRows(app: AppApi, page: StaffPage, frame: DetailFrame): readonly DetailRow[] {
  if (page.sessions.length === 0) return [paint([['dim', 'No session is open.']], frame)];
  const hint = paint([['dim', `${frame.key('choose')} ends the session that is selected.`]], frame);
  const rows = page.sessions.map(({ id, client, last_seen_at, created_at }): DetailRow => {
    const spans: Spans = [
      ['accent', client ?? 'unknown'],
      `  seen ${clock(last_seen_at, frame.now)}`,
      ['dim', `  since ${clock(created_at, frame.now)}`],
    ];
    return { text: paint(spans, frame), open: () => endSessions(app, page.name, page.id, id) };
  });
  return [...rows, '', hint];
}

function actRows(app: AppApi, page: StaffPage, frame: DetailFrame): readonly DetailRow[] {
  if (page.acts.length === 0) return [paint([['dim', 'They have changed nothing yet.']], frame)];
  return page.acts.map(({ changed_at, operation, operation_id, action, table_name }): DetailRow => {
    const text = paint(
      [['dim', `${clock(changed_at, frame.now).padEnd(20)} `], ['accent', operation ?? action], ` ${table_name}`],
      frame,
    );
    return operation_id === null ? text : { text, open: () => app.navigate('change', { operation: operation_id }) };
  });
}

const personOf = (page: StaffPage): Person => ({
  id: page.id,
  name: page.name,
  email: page.email,
  role: page.role,
  state: page.state,
  sessions: page.sessions.length,
});

/** One member of staff: who they are, where they are signed in, what they did last. */
export function Member({ params, active, width, height }: ScreenProps<MemberParams>): ReactElement {
  const app = useApp();
  const tabs = useMemo(
    (): readonly DetailTab<StaffPage>[] => [
      { name: 'Profile', rows: profileRows },
      { name: 'Sessions', rows: (page, frame) => sessionRows(app, page, frame) },
      { name: 'Acts', rows: (page, frame) => actRows(app, page, frame) },
    ],
    [app],
  );
  return (
    <DetailScreen
      operation={show}
      input={{ person: params.person }}
      tables={tables}
      noun="member of staff"
      active={active}
      width={width}
      height={height}
      tabs={tabs}
      actions={(page) => memberActions(app, personOf(page))}
      copies={(page) => ({ 'e-mail': page.email, id: page.id })}
      below={{ listing: list, params: (row) => ({ person: String(row['email']) }) }}
    />
  );
}
