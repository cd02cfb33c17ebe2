import { plural } from '../../../domain/plural.ts';
import { showMoney } from '../../../domain/money.ts';
import type { CustomerAddress } from '../../../operations/customers/parts/contact.ts';
import type { CustomerPage } from '../../../operations/customers/show.ts';
import { shortTime } from '../../app/cells.ts';
import type { DetailFrame, DetailRow, DetailTab } from '../../app/DetailScreen.tsx';
import type { AppApi } from '../../app/screen.ts';
import type { Theme } from '../../theme/theme.ts';
import { keyValueLines, type Fact } from '../../widgets/small.tsx';
import { paintLine, type Spans } from '../../widgets/spans.ts';
import { historyTab, ordersTab, reviewsTab } from './lists.tsx';
import type { Shown } from './reveal.ts';

type Go = AppApi['navigate'];

const heading = (text: string): Spans => [['title', text]];
const none = (text: string): Spans => [['dim', text]];

/** The account in facts: contact data masked, as it comes. */
export function accountLines(page: CustomerPage, theme: Theme, width: number): readonly Spans[] {
  const { totals } = page;
  const state: Fact =
    page.deleted_at !== null
      ? { label: 'account', value: `deleted ${shortTime(page.deleted_at)}`, tone: 'off' }
      : page.is_active
        ? { label: 'account', value: `${theme.glyphs.ok} active`, tone: 'good' }
        : { label: 'account', value: `${theme.glyphs.warning} closed: nothing can be ordered for it`, tone: 'bad' };
  const orders = `${totals.orders}, ${totals.open} open, ${totals.cancelled} cancelled, ${totals.returned} returned`;
  const average = totals.average === null ? '' : `, ${showMoney(totals.average)} an order`;
  return keyValueLines(
    [
      state,
      { label: 'e-mail', value: `${page.email}${page.email_verified ? '' : ' (not verified)'}` },
      { label: 'telephone', value: page.has_phone ? 'known, masked' : 'none' },
      { label: 'customer', value: `since ${shortTime(page.created_at)}` },
      { label: 'signed in', value: page.last_login_at === null ? 'never' : shortTime(page.last_login_at) },
      { label: 'orders', value: orders },
      { label: 'spent', value: `${showMoney(totals.spent)}, ${showMoney(totals.refunded)} given back${average}` },
      { label: 'last order', value: totals.last_order_at === null ? 'never' : shortTime(totals.last_order_at) },
    ],
    width,
  );
}

/** What was revealed, and until when it stands there. */
function contactLines(page: CustomerPage, shown: Shown | undefined, key: string): readonly Spans[] {
  if (!shown) {
    return [
      [
        ['dim', 'Contact data is masked: '],
        ['key', key],
        ['dim', ' reveals it, asks why, and is audited.'],
      ],
    ];
  }
  const { email, phone_number, address_phones } = shown.contact;
  const until = `${shown.until.toISOString().slice(11, 19)} UTC`;
  return [
    [['waiting', `Revealed until ${until}; that you looked is in the audit log.`]],
    ...keyValueLines([
      { label: 'e-mail', value: email ?? 'none', tone: 'strong' },
      { label: 'telephone', value: phone_number ?? (page.has_phone ? 'could not be read' : 'none'), tone: 'strong' },
      ...(address_phones ?? []).map(({ name, phone }) => ({
        label: `of ${name}`,
        value: phone,
        tone: 'strong' as const,
      })),
    ]),
  ];
}

function addressLines(one: CustomerAddress): readonly Spans[] {
  const { name, street_1, street_2, postal_code, city, state, country } = one;
  const where = [postal_code, city, state].filter(Boolean).join(' ');
  return [
    [
      ['strong', `${one.type}${one.is_default ? ', the default' : ''}`],
      ['dim', one.has_phone ? '  telephone masked' : ''],
    ],
    ...[name, street_1, street_2, where, country].filter(Boolean).map((line): Spans => [`  ${line ?? ''}`]),
    ...(street_1 === null ? [[['dim', '  name and street are not for your role'] as const]] : []),
    [],
  ];
}

/** A painter of lines, each plain or opened by Enter. */
type Line = Spans | { readonly spans: Spans; readonly open: () => unknown };

function painted(lines: readonly Line[], { width, theme }: DetailFrame): readonly DetailRow[] {
  return lines.map((line) => {
    if (!('open' in line)) return paintLine([' ', ...line], width, theme);
    return { text: paintLine([' ', ...line.spans], width, theme), open: line.open };
  });
}

/** The page of one customer, tab by tab; the first one shows what was revealed for as long as it is. */
export function customerTabs(go: Go, shown: Shown | undefined): readonly DetailTab<CustomerPage>[] {
  const tab = (name: string, lines: (page: CustomerPage, frame: DetailFrame) => readonly Line[]) => ({
    name,
    rows: (page: CustomerPage, frame: DetailFrame) => painted(lines(page, frame), frame),
  });
  return [
    tab('Profile', (page, frame) => [
      heading(page.name || 'A customer without a name'),
      ...accountLines(page, frame.theme, frame.width - 1),
      [],
      ...contactLines(page, shown, frame.key('customer.reveal')),
    ]),
    tab('Addresses', (page) =>
      page.addresses.length > 0 ? page.addresses.flatMap(addressLines) : [none('No address is kept.')],
    ),
    ordersTab(go),
    reviewsTab(go),
    tab('Cart', (page) => cartLines(page, go)),
    tab('Wishlist', (page) =>
      page.wishlist.length > 0
        ? page.wishlist.map(({ sku, name, added_at }) => ({
            spans: [['accent', sku], ` ${name}`, ['dim', `  ${shortTime(added_at)}`]] satisfies Spans,
            open: () => go('product', { product: sku }),
          }))
        : [none('Nothing is wished for.')],
    ),
    historyTab(go),
  ];
}

function cartLines({ cart }: CustomerPage, go: Go): readonly Line[] {
  if (cart.lines.length === 0) return [none('The cart is empty.')];
  const lines = cart.lines.map(({ sku, name, quantity, total, updated_at }) => ({
    spans: [
      `${String(quantity).padStart(3)} `,
      ['accent', sku],
      ` ${name}  ${showMoney(total)}`,
      ['dim', `  ${shortTime(updated_at)}`],
    ] satisfies Spans,
    open: () => go('product', { product: sku }),
  }));
  return [
    heading(`${plural(cart.pieces, 'piece')}, ${showMoney(cart.value)} at the prices of when they were put in`),
    ...lines,
  ];
}
