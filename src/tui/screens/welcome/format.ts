import { wrap, type Spans } from '../../widgets/spans.ts';
import { may, type Permission, type Role } from '../../../domain/permissions.ts';
import type { Theme } from '../../theme/theme.ts';

export interface Trial {
  readonly title: string;
  /** What to do there, with keys as they are bound. */
  readonly how: string;
  readonly screen: string;
  /** What it takes to do it, which may be more than to look at it. */
  readonly needs: Permission;
  readonly params: Readonly<Record<string, string>>;
}

export interface WelcomeFacts {
  readonly sample: boolean;
  readonly label: string;
  readonly name: string;
  readonly role: string;
}

export interface WelcomeFrame {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/** The first three that somebody in this role can really do. */
export function trialsFor(role: Role): readonly Trial[] {
  return trials.filter(({ needs }) => may(role, needs)).slice(0, 3);
}

const trials: readonly Trial[] = [
  {
    title: 'Restock by scanner',
    how: 'Choose a warehouse by its number, then scan, or press i and type KEST-PLZ1HW-WHT-40. Ctrl-s books it all.',
    screen: 'restock',
    needs: 'stock:write',
    params: {},
  },
  {
    title: 'Take an order a step on',
    how: 'Enter opens one: money, stock and timeline on one page. f does its next step and first says what that means.',
    screen: 'orders',
    needs: 'orders:fulfil',
    params: { filter: 'status:CONFIRMED' },
  },
  {
    title: 'Moderate reviews',
    how: 'One key approves, one rejects with a reason, the next comes by itself, z takes it back.',
    screen: 'moderate',
    needs: 'reviews:moderate',
    params: {},
  },
  {
    title: 'See what needs somebody today',
    how: 'Sales, queues and stuck orders with the reason why; Enter on a figure opens its list.',
    screen: 'dashboard',
    needs: 'orders:read',
    params: {},
  },
  {
    title: 'Ask who changed what',
    how: 'Every change of the shop with its author and what stood there before; Enter opens one.',
    screen: 'audit',
    needs: 'audit:read',
    params: {},
  },
  {
    title: 'Ask whether the backups are good',
    how: 'How old the newest is, what could be restored and how long it would take.',
    screen: 'backups',
    needs: 'backups:read',
    params: {},
  },
];

const sampleText =
  'This is a sample shop of shoes in a database of its own, on this machine: months of made-up orders, customers and ' +
  'stock. Everything works and nothing can go wrong: it is yours to try.';

/** The page in lines of exactly the width; `selected` is the index of the entry with the cursor. Pure. */
export function welcomeLines(
  entries: readonly { readonly title: string; readonly how: string }[],
  selected: number,
  facts: WelcomeFacts,
  { width, height, theme }: WelcomeFrame,
): readonly Spans[] {
  const inner = Math.max(10, Math.min(width - 2, 90));
  const roomy = height >= 20;
  const small = height < 14;
  const paragraph = (text: string): Spans[] => wrap(text, inner).map((line) => [` ${line}`]);
  const gap: Spans[] = roomy ? [[]] : [];
  const what = facts.sample
    ? sampleText
    : `SoleMate Ops is the back office of your shop in a terminal. This is ${facts.label}.`;
  const head: Spans[] = small
    ? [[['title', facts.sample ? ' A sample shop: all of it is yours to try' : ' SoleMate Ops']]]
    : [
        [['title', ' Welcome to SoleMate Ops']],
        ...gap,
        ...paragraph(what),
        ...paragraph(`You are ${facts.name}, ${facts.role}.`),
        ...gap,
        [['strong', ' Three things to try (Enter opens one)']],
      ];
  const body = entries.flatMap(({ title, how }, index): Spans[] => {
    const chosen = index === selected;
    const line: Spans = [
      chosen ? theme.glyphs.cursor : ' ',
      ' ',
      [chosen ? 'selected' : 'key', `${index + 1} ${title}`],
    ];
    if (small && !chosen) return [line];
    return [line, ...wrap(how, inner - 4).map((text): Spans => ['    ', ['dim', text]]), ...gap];
  });
  const foot: Spans[] = small
    ? []
    : [
        ...gap,
        ...paragraph(
          'Everywhere: ? shows every key, : goes anywhere, x says what can be done and why not, Esc goes back.',
        ),
        ...paragraph('This page does not come by itself again; :welcome brings it back.'),
      ];
  return [...head, ...body, ...foot];
}
