import { refold, say } from './change.ts';
import { confirmQuantity, correct, digit, drop, list, move, scan, undo } from './counting.ts';
import { begin, choosePlace, settled, takeAnswers, takePlaces } from './places.ts';
import { booked, refused, send, takeUp } from './sending.ts';
import type { Event, JobName, State } from './types.ts';

export function empty(job: JobName, operationId: string): State {
  return {
    job,
    operationId,
    startedAt: '',
    place: undefined,
    target: undefined,
    reference: '',
    entries: [],
    catalogue: {},
    sending: undefined,
    lines: [],
    selected: undefined,
    typing: '',
    places: [],
    choosing: undefined,
    wanted: undefined,
    menu: undefined,
    offer: undefined,
    offline: false,
    flash: undefined,
  };
}

/** Pure: what a person scans, types and chooses, and what the store answers, all as events. */
export function reduce(state: State, event: Event): State {
  switch (event.kind) {
    case 'scan':
      return scan(state, event.code.trim(), event.at);
    case 'list':
      return list(state, event.text, event.at);
    case 'digit':
      return digit(state, event.digit);
    case 'backspace':
      return { ...state, typing: state.typing.slice(0, -1) };
    case 'confirm quantity':
      return confirmQuantity(state);
    case 'forget quantity':
      return { ...state, typing: '' };
    case 'menu':
      return { ...state, menu: event.page, typing: '', flash: undefined };
    case 'move':
      return move(confirmQuantity(state), event.by);
    case 'drop':
      return drop(state);
    case 'correct':
      return correct(state, event.to.trim());
    case 'undo':
      return undo(state);
    case 'places':
      return takePlaces(state, event.places, event.remembered);
    case 'choose place':
      return { ...state, choosing: 'place' };
    case 'keep place':
      return settled(state);
    case 'place':
      return choosePlace(state, event.code);
    case 'begin':
      return begin(state, event.code);
    case 'reference':
      return { ...state, reference: event.text.trim() };
    case 'answers':
      return takeAnswers(state, event.place, event.answers);
    case 'offline':
      return state.offline === event.offline ? state : { ...state, offline: event.offline };
    case 'offer':
      return { ...state, offer: event.draft };
    case 'continue':
      return takeUp(state);
    case 'discard offer':
      return { ...state, offer: undefined };
    case 'clear':
      return refold({ ...state, entries: [], operationId: event.nextId, startedAt: '', reference: '', typing: '' });
    case 'send':
      return send(confirmQuantity(state), event.nextId);
    case 'send again':
      return state.sending ? { ...state, sending: { ...state.sending, state: 'sent' }, flash: undefined } : state;
    case 'booked':
      return booked(state, event.replayed);
    case 'refused':
      return refused(state, event.text);
    case 'doubt':
      return state.sending
        ? say({ ...state, sending: { ...state.sending, state: 'doubt' } }, 'bad', event.text)
        : state;
    case 'say':
      return { ...state, flash: event.flash };
  }
}
