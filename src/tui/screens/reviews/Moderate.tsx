import { Box, Text } from 'ink';
import { useEffect, useMemo, type ReactElement } from 'react';
import { rejectionReason, standardReasons } from '../../../domain/review-reasons.ts';
import { undo } from '../../../operations/audit/undo.ts';
import { approve } from '../../../operations/reviews/approve.ts';
import { list } from '../../../operations/reviews/list.ts';
import { reject } from '../../../operations/reviews/reject.ts';
import { show } from '../../../operations/reviews/show.ts';
import { usePlace, useShell } from '../../app/context.ts';
import { offerCopies } from '../../app/copies.ts';
import {
  useActions,
  useApp,
  useKeyLabel,
  useKeys,
  useLegend,
  useListing,
  usePlaceValue,
  useValue,
  type ListingView,
} from '../../app/hooks.ts';
import type { KeyHandlers, KeyLabels } from '../../app/dispatcher.ts';
import { askListFilter } from '../../app/list/filter.ts';
import { remember, withFilter } from '../../app/list/memory.ts';
import type { ListParams } from '../../app/list-params.ts';
import type { AppApi, ScreenProps } from '../../app/screen.ts';
import { Pane } from '../../widgets/Pane.tsx';
import { Rows } from '../../widgets/Rows.tsx';
import { Empty, Loading } from '../../widgets/small.tsx';
import { Table } from '../../widgets/Table.tsx';
import { queueColumns } from './columns.ts';
import { createDesk, type Desk, type DeskState, type DeskWork, type Verdict } from './desk.ts';
import { moderateRows, mostTop, type ModerateFrame } from './moderate-frame.ts';
import { decidedElsewhere, placeOf, toDecide } from './queue.ts';
import { relatedActions } from './related.ts';

const reasons = Object.keys(standardReasons);
const approved: Verdict = { to: 'APPROVED' };

function workOf(app: AppApi): DeskWork {
  const quiet = { quiet: true };
  return {
    decide: async (review, verdict, operationId) => {
      const options = { ...quiet, operationId };
      const done =
        verdict.to === 'APPROVED'
          ? await app.runOperation(approve, { review }, options)
          : await app.runOperation(reject, { review, reason: verdict.reason }, options);
      return done !== undefined;
    },
    undo: async (operation) => (await app.runOperation(undo, { operation }, quiet)) !== undefined,
    show: (review) => app.read(show, { review }),
    tell: app.toast,
  };
}

/** The queue of reviews: a key decides, the next is there at once. */
export function Moderate({ params, active, width, height }: ScreenProps<ListParams>): ReactElement {
  const app = useApp();
  const place = usePlaceValue<Desk>('desk', () => createDesk(workOf(app)));
  const desk = useValue(place);
  const choosing = usePlaceValue('choosing', () => false);
  const top = usePlaceValue('top', () => 0);
  const { state: listed, list: rows } = useListing(list, filterOf(params));
  const now = useValue(desk.state);
  const filter = params.filter ?? '';

  useEffect(() => {
    if (listed.filter !== filter) desk.refilter();
  }, [desk, filter, listed.filter]);
  useEffect(() => {
    if (listed.loading !== 'first') desk.arrived(listed.rows);
  }, [desk, listed.rows, listed.loading]);
  const { current } = now.queue;
  useEffect(() => {
    top.set(0);
    const at = rows.state.get().rows.findIndex(({ id }) => id === current?.id);
    // The list loads on in time for the review in front.
    if (at >= 0) rows.move(at - rows.state.get().cursor);
  }, [rows, top, current?.id]);

  const reject_ = useKeyLabel('moderate.reject');
  const [approve_, undo_, words_] = [useKeyLabel('moderate.approve'), useKeyLabel('undo'), useKeyLabel('digit.0')];
  const beside = width >= 100;
  const queueWidth = beside ? Math.min(60, Math.floor(width * 0.36)) : 0;
  const minute = Math.floor(Date.now() / 60_000);
  const frame: ModerateFrame = {
    width: beside ? width - queueWidth - 1 : width,
    height: beside ? height - 1 : height,
    theme: app.theme,
    now: new Date(minute * 60_000),
    choosing: useValue(choosing),
    top: useValue(top),
    keys: { approve: approve_, reject: reject_, undo: undo_, words: words_ },
  };
  const card = current && { row: current, page: now.pages.get(current.id) };
  const scroll = (by: number) => card && top.set(Math.min(Math.max(top.get() + by, 0), mostTop(now, card, frame)));

  useModerateKeys(app, desk, { active, choosing, scroll, filtered: filter !== '', params });
  useActions(() => (card ? relatedActions(app, card) : []));
  useLegend(legendOf(filter, params.sort), desk.state, statusOf);

  if (!card) return <NothingWaits listed={listed} now={now} filter={filter} width={width} height={height} />;
  const review = <Rows rows={moderateRows(now, card, decidedElsewhere(now.queue), frame)} />;
  if (!beside) return review;
  return (
    <Box width={width} height={height}>
      <QueueList now={now} width={queueWidth} height={height} />
      <Text> </Text>
      <Pane title="review" width={frame.width} height={height} active>
        {review}
      </Pane>
    </Box>
  );
}

const filterOf = ({ filter, sort }: ListParams) => ({
  ...(filter === undefined ? {} : { filter }),
  ...(sort === undefined ? {} : { sort }),
});

const legendOf = (filter: string, sort: string | undefined): string =>
  [filter, sort === undefined ? '' : `${sort} first`].filter(Boolean).join('  ');

/** `12 approved 3 rejected  2 saving  34 wait` */
function statusOf({ approved: yes, rejected: no, saving, queue }: DeskState): string {
  const done = [yes > 0 ? `${yes} approved` : '', no > 0 ? `${no} rejected` : ''].filter(Boolean).join(' ');
  const waiting = `${toDecide(queue).length} wait`;
  return [done, saving.size > 0 ? `${saving.size} saving` : '', waiting].filter(Boolean).join('  ');
}

interface QueueListProps {
  readonly now: DeskState;
  readonly width: number;
  readonly height: number;
}

/** What comes next, the review in front under the cursor. */
function QueueList({ now, width, height }: QueueListProps): ReactElement {
  const rows = toDecide(now.queue);
  const at = placeOf(now.queue);
  const room = Math.max(1, height - 2);
  const from = Math.max(0, Math.min(at - Math.floor(room / 3), rows.length - room));
  const shown = useMemo(() => rows.slice(from, from + room), [rows, from, room]);
  return (
    <Pane title="queue" width={width} height={height}>
      <Table
        columns={queueColumns}
        rows={shown}
        cursor={at - from}
        marked={(id) => now.queue.marks.has(id)}
        width={width}
        height={Math.min(rows.length, room) + 1}
      />
    </Pane>
  );
}

interface NothingWaitsProps extends QueueListProps {
  readonly listed: Pick<ListingView['state'], 'loading' | 'error' | 'total'>;
  readonly filter: string;
}

function NothingWaits({ listed, now, filter, width, height }: NothingWaitsProps): ReactElement {
  const { loading, error, total } = listed;
  if (error !== undefined) {
    const message = error instanceof Error ? error.message : 'The reviews could not be loaded.';
    return <Empty width={width} text={message} hint="r loads again." />;
  }
  const asked = loading === undefined && total !== undefined;
  if (!asked && now.approved + now.rejected === 0) return <Loading text="Looking for reviews that wait" />;
  const what = filter === '' ? 'No review waits for a decision.' : 'No review that waits is like that.';
  const hint = filter === '' ? 'New ones come by themselves; :reviews shows all.' : 'Esc takes the filter away.';
  return (
    <Box width={width} height={height}>
      <Empty width={width} text={what} hint={hint} />
    </Box>
  );
}

/** Without a review in front none of these does anything. */
const nothingOfReview: KeyLabels = { 'moderate.approve': '', 'moderate.reject': '', mark: '' };

interface KeysOf {
  readonly active: boolean;
  readonly choosing: { get(): boolean; set(next: boolean): void };
  readonly scroll: (by: number) => void;
  readonly filtered: boolean;
  readonly params: ListParams;
}

function useModerateKeys(app: AppApi, desk: Desk, { active, choosing, scroll, filtered, params }: KeysOf): void {
  const [shell, place] = [useShell(), usePlace()];
  const enabled = { enabled: active };
  const decide = async (verdict: Verdict): Promise<void> => {
    const marked = desk.state.get().queue.marks.size;
    const verb = verdict.to === 'APPROVED' ? 'Approve' : 'Reject';
    const why =
      verdict.to === 'REJECTED' ? { consequences: [`All are told as: ${rejectionReason(verdict.reason)}.`] } : {};
    if (marked > 1 && !(await app.confirm({ question: `${verb} all ${marked} marked reviews?`, yes: verb, ...why }))) {
      return;
    }
    choosing.set(false);
    desk.decide(verdict);
  };
  const inOwnWords = async (): Promise<void> => {
    const reason = await app.prompt({
      title: 'Reject the review',
      label: 'because',
      check: (text) => (text.trim().length < 3 ? 'A reason of three letters or more is needed.' : undefined),
    });
    if (reason !== undefined) await decide({ to: 'REJECTED', reason });
  };
  const byDigit = Object.fromEntries(
    reasons.map((reason, index) => [`digit.${index + 1}`, () => void decide({ to: 'REJECTED', reason })]),
  ) as KeyHandlers;
  const asked = choosing.get();
  const { queue, history } = desk.state.get();
  const { current, marks, anchor } = queue;
  useKeys('digits', { ...byDigit, 'digit.0': () => void inOwnWords().catch(app.fail) }, enabled);
  useKeys(
    'moderate',
    {
      'moderate.reject': () => choosing.set(!asked),
      ...(asked ? {} : { 'moderate.approve': () => void decide(approved) }),
    },
    { ...enabled, labels: current ? {} : nothingOfReview },
  );
  useKeys(
    'list',
    {
      'move.down': () => desk.move(1),
      'move.up': () => desk.move(-1),
      'move.first': () => desk.move(-Infinity),
      'move.last': () => desk.move(Infinity),
      'move.page-down': () => scroll(5),
      'move.page-up': () => scroll(-5),
      mark: () => desk.mark('one'),
      'mark.range': () => desk.mark('range'),
      'mark.all': () => desk.mark('all'),
    },
    enabled,
  );
  const back = asked
    ? { back: () => choosing.set(false) }
    : marks.size > 0 || anchor !== undefined
      ? { back: () => desk.mark('none') }
      : filtered
        ? { back: () => app.replaceParams({ ...params, filter: undefined }) }
        : {};
  const filter = async (): Promise<void> => {
    const text = await askListFilter(shell, app.drafts, 'moderate', list, params.filter ?? '');
    if (text === undefined) return;
    remember(app.drafts, 'moderate', (memory) => withFilter(memory, text));
    app.replaceParams({ ...params, filter: text === '' ? undefined : text });
  };
  const copy = () => {
    const shown = desk.state.get().queue.current;
    if (!shown) return;
    const named = { id: shown.id, SKU: String(shown['product_sku']), text: String(shown['comment'] ?? '') };
    void offerCopies(shell, place, named, shown).catch(app.fail);
  };
  useKeys(
    'app',
    { undo: desk.undo, filter: () => void filter().catch(app.fail), copy, ...back },
    { ...enabled, labels: history.length === 0 ? { undo: '' } : {} },
  );
}
