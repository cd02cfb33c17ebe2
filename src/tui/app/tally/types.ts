import type { Answer, Catalogue, Entry, Line } from './tally.ts';

/** What is being done with the pieces that are scanned. */
export type JobName = 'restock' | 'count' | 'transfer';

/** Where the pieces are: a warehouse, or of a count its number with the warehouse as the name. */
export interface Place {
  readonly code: string;
  readonly name: string;
}

/**
 * A commit that was sent and not answered yet. It keeps its own operation id and content, so that it can be sent again
 * word for word while the counting goes on under a new id: sending changed content under an id that had already run
 * would lose the change.
 */
export interface Sending {
  readonly operationId: string;
  readonly place: string;
  /** Of a transfer, where it goes; '' else. */
  readonly target: string;
  readonly reference: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly entries: readonly Entry[];
  /** 'sent' while the answer is awaited, 'doubt' when the connection broke off before it came. */
  readonly state: 'sent' | 'doubt';
}

export interface Flash {
  readonly tone: 'good' | 'bad' | 'info';
  readonly text: string;
}

/** What outlives the process. */
export interface Draft {
  readonly operationId: string;
  /** ISO time of the first scan. */
  readonly startedAt: string;
  readonly place: Place | undefined;
  readonly target: Place | undefined;
  readonly reference: string;
  readonly entries: readonly Entry[];
  readonly catalogue: Catalogue;
  readonly sending: Sending | undefined;
}

export interface State extends Draft {
  readonly job: JobName;
  readonly lines: readonly Line[];
  /** Key of the line that quantities go to. */
  readonly selected: string | undefined;
  /** Digits typed and not confirmed: of a quantity, or of a choice while the menu is open. */
  readonly typing: string;
  readonly places: readonly Place[];
  readonly choosing: 'place' | 'target' | undefined;
  /** The place that the screen was opened for, until the list with it is loaded. */
  readonly wanted: string | undefined;
  /** The numbered choices are shown, this page of them. */
  readonly menu: number | undefined;
  /** An earlier run's work, offered before anything else happens. */
  readonly offer: Draft | undefined;
  /** Codes could not be looked up because the connection is away. */
  readonly offline: boolean;
  readonly flash: Flash | undefined;
}

export type Event =
  | { readonly kind: 'scan'; readonly code: string; readonly at: string }
  | { readonly kind: 'list'; readonly text: string; readonly at: string }
  | { readonly kind: 'digit'; readonly digit: string }
  | { readonly kind: 'backspace' }
  | { readonly kind: 'confirm quantity' }
  | { readonly kind: 'forget quantity' }
  | { readonly kind: 'menu'; readonly page: number | undefined }
  | { readonly kind: 'move'; readonly by: number }
  | { readonly kind: 'drop' }
  | { readonly kind: 'correct'; readonly to: string }
  | { readonly kind: 'undo' }
  | { readonly kind: 'places'; readonly places: readonly Place[]; readonly remembered?: string | undefined }
  | { readonly kind: 'choose place' }
  | { readonly kind: 'keep place' }
  | { readonly kind: 'place'; readonly code: string }
  /** The screen was opened for this place: what is counted for another one stays there. */
  | { readonly kind: 'begin'; readonly code: string }
  | { readonly kind: 'reference'; readonly text: string }
  | { readonly kind: 'answers'; readonly place: string; readonly answers: Readonly<Record<string, Answer>> }
  | { readonly kind: 'offline'; readonly offline: boolean }
  | { readonly kind: 'offer'; readonly draft: Draft }
  | { readonly kind: 'continue' }
  | { readonly kind: 'discard offer' }
  | { readonly kind: 'clear'; readonly nextId: string }
  | { readonly kind: 'send'; readonly nextId: string }
  | { readonly kind: 'send again' }
  | { readonly kind: 'booked'; readonly replayed: boolean }
  | { readonly kind: 'refused'; readonly text: string }
  | { readonly kind: 'doubt'; readonly text: string }
  | { readonly kind: 'say'; readonly flash: Flash };
