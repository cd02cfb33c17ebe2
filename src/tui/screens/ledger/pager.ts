import { value, type Value } from '../../app/hooks.ts';
import type { LedgerRow, StockCard } from '../../../operations/inventory/parts/ledger-types.ts';

export interface CardState {
  /** What is there now. */
  readonly card: StockCard | undefined;
  /** Newest first, as far back as was scrolled. */
  readonly rows: readonly LedgerRow[];
  readonly next: string | null;
  readonly loading: boolean;
  readonly error: unknown;
}

export interface Pager {
  readonly state: Value<CardState>;
  /** The newest page again. */
  readonly reload: () => void;
  /** One page further into the past. */
  readonly older: (limit?: number) => void;
}

export const nothingYet: CardState = { card: undefined, rows: [], next: null, loading: false, error: undefined };

const pageRows = 200;

/**
 * A stock card page by page. A place's positions only rise, so older pages stay right whatever moves: what is new comes
 * on top, and only where a whole page is new the rows behind it are read again.
 */
export function createPager(load: (limit: number, after: string | undefined) => Promise<StockCard>): Pager {
  const state = value<CardState>(nothingYet);
  let latest = 0;

  async function read(limit: number, after: string | undefined, merge: (card: StockCard) => Partial<CardState>) {
    const mine = (latest += 1);
    state.update((now) => ({ ...now, loading: true }));
    try {
      const card = await load(limit, after);
      if (mine === latest) state.update((now) => ({ ...now, ...merge(card), loading: false, error: undefined }));
    } catch (error) {
      if (mine === latest) state.update((now) => ({ ...now, loading: false, error }));
    }
  }

  return {
    state,
    reload: () => void read(pageRows, undefined, (card) => ({ card, ...joined(card, state.get()) })),
    older: (limit = pageRows) => {
      const { next, loading } = state.get();
      if (next === null || loading) return;
      void read(limit, next, (card) => ({ rows: [...state.get().rows, ...card.rows], next: card.next }));
    },
  };
}

/** The newest page before what was read already, where the two meet. Pure. */
export function joined(
  card: StockCard,
  { rows, next }: Pick<CardState, 'rows' | 'next'>,
): Pick<CardState, 'rows' | 'next'> {
  const last = card.rows.at(-1)?.id;
  const at = rows.findIndex(({ id }) => id === last);
  return at < 0 ? { rows: card.rows, next: card.next } : { rows: [...card.rows, ...rows.slice(at + 1)], next };
}
