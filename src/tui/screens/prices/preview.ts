import { Interrupted } from '../../../domain/errors.ts';
import { price, type PricesChanged } from '../../../operations/products/price.ts';
import type { AppApi } from '../../app/screen.ts';
import { value, type Value } from '../../app/value.ts';
import { readChangeLine, type TypedChange } from './change.ts';

/** Which products: what was marked, or all of a filter. */
export interface Chosen {
  readonly skus?: readonly string[];
  readonly filter?: string;
}

export interface PreviewState {
  readonly line: string;
  /** What is wrong with the line, or what the dry run refused. */
  readonly problem: string | undefined;
  readonly change: TypedChange | undefined;
  readonly loading: boolean;
  /** What `change` would do; of the change before while the next one is worked out. */
  readonly shown: PricesChanged | undefined;
  /** It was done under this operation id. */
  readonly done: string | undefined;
}

export interface Preview {
  readonly state: Value<PreviewState>;
  /** The line was typed on; worked out once typing rests. */
  readonly typed: (line: string) => void;
  /** Works out the line at once; false when there is something wrong with it. */
  readonly now: () => Promise<boolean>;
  readonly finished: (operationId: string) => void;
  readonly stop: () => void;
}

/** Typing rests. */
const rest = 250;
/** A preview that takes longer is made on Enter only: nobody wants to write 100,000 prices for every letter. */
const live = 1500;

const empty: PreviewState = {
  line: '',
  problem: undefined,
  change: undefined,
  loading: false,
  shown: undefined,
  done: undefined,
};

export const inputOf = ({ skus, filter }: Chosen, change: TypedChange) => ({
  ...change,
  ...(skus ? { skus: [...skus] } : { filter: filter ?? '' }),
});

export function createPreview(app: Pick<AppApi, 'preview' | 'fail'>, chosen: Chosen): Preview {
  const state = value<PreviewState>(empty);
  let running: AbortController | undefined;
  let timer: NodeJS.Timeout | undefined;
  let took = 0;

  function stop(): void {
    clearTimeout(timer);
    running?.abort();
    running = undefined;
  }

  async function work(change: TypedChange): Promise<boolean> {
    stop();
    const mine = new AbortController();
    running = mine;
    state.update((now) => ({ ...now, loading: true }));
    const begun = Date.now();
    try {
      // Below cost is looked at as well; that it is meant is asked for before it is done.
      const shown = await app.preview(price, { ...inputOf(chosen, change), below_cost: true }, mine.signal);
      took = Date.now() - begun;
      if (running === mine) state.update((now) => ({ ...now, loading: false, problem: undefined, shown }));
      return running === mine;
    } catch (error) {
      if (running !== mine || error instanceof Interrupted) return false;
      const problem = error instanceof Error ? error.message : 'That could not be worked out.';
      state.update((now) => ({ ...now, loading: false, problem, shown: undefined }));
      return false;
    }
  }

  return {
    state,
    typed(line) {
      stop();
      const read = readChangeLine(line);
      const change = typeof read === 'object' ? read : undefined;
      const problem = typeof read === 'string' ? read : undefined;
      state.update((now) => ({ ...empty, line, change, problem, shown: change ? now.shown : undefined }));
      if (change && took < live) timer = setTimeout(() => void work(change).catch(app.fail), rest);
    },
    async now() {
      const { change } = state.get();
      return change ? work(change) : false;
    },
    finished: (done) => state.update((now) => ({ ...now, done })),
    stop,
  };
}
