import { createElement, type ComponentType, type ReactElement } from 'react';
import type * as z from 'zod';
import type { Actor, Permission } from '../../domain/permissions.ts';
import type { RecordKind } from '../../operations/fields.ts';
import type { Outcome, Operation } from '../../operations/operation.ts';
import type { Store } from '../../platform/database/types.ts';
import type { ActionId } from '../keys/bindings.ts';
import type { Theme } from '../theme/theme.ts';

/** What a screen is opened with: words and ids only, so that a place can be kept, restored and told as a command. */
export type Params = Readonly<Record<string, string | undefined>>;

export interface ScreenProps<P> {
  readonly params: P;
  /** False while a dialog, menu or help lies over the screen: its keys are off, it is still drawn. */
  readonly active: boolean;
  /** The body's size in cells, inside the frame. */
  readonly width: number;
  readonly height: number;
}

export interface ScreenDescriptor<P extends Params> {
  readonly name: string;
  /** The breadcrumb: 'Orders', 'SM-2026-000123'. */
  title(params: P): string;
  /** Words of the palette; the first is shown. */
  readonly words: readonly string[];
  readonly permission: Permission;
  readonly component: ComponentType<ScreenProps<P>>;
  /** Reads what the palette, a restored session or `solemate` itself hands over. */
  readonly params: z.ZodType<P>;
  /** True when it cannot be opened without params (a detail): not offered by the palette. */
  readonly needsParams?: boolean;
  /** The operation that it asks for when it opens, by name: its outcome is shown here, so the palette comes here for it. */
  readonly runs?: string;
  /** The command line that gives the same, without the leading `solemate`. */
  twin?(params: P): string;
}

/** A screen with its params' type forgotten, so that screens of all kinds stand in one list. */
export interface Screen {
  readonly name: string;
  readonly words: readonly string[];
  readonly permission: Permission;
  readonly needsParams: boolean;
  readonly runs: string | undefined;
  /** @throws ZodError when the params are not this screen's. */
  readParams(params: Params): Params;
  title(params: Params): string;
  twin(params: Params): string | undefined;
  render(props: ScreenProps<Params>): ReactElement;
}

export function screen<P extends Params>(descriptor: ScreenDescriptor<P>): Screen {
  const read = (params: Params) => descriptor.params.parse(params);
  return {
    name: descriptor.name,
    words: descriptor.words,
    permission: descriptor.permission,
    needsParams: descriptor.needsParams ?? false,
    runs: descriptor.runs,
    readParams: read,
    title: (params) => descriptor.title(read(params)),
    twin: (params) => descriptor.twin?.(read(params)),
    render: (props) => createElement(descriptor.component, { ...props, params: read(props.params) }),
  };
}

export type ToastKind = 'ok' | 'info' | 'warning' | 'error';

export interface ConfirmRequest {
  readonly question: string;
  /** Words to type out in full, for what cannot be undone. */
  readonly typed?: string;
  /** Grave enough to be typed out, but an undo puts it back. */
  readonly undoable?: boolean;
  /** What will happen, one line each. */
  readonly consequences?: readonly string[];
  /** The word on the button, default 'Yes'. */
  readonly yes?: string;
}

export interface Choice<T> {
  readonly value: T;
  readonly label: string;
  /** Dim, beside the label. */
  readonly hint?: string;
  /** The reason why it cannot be chosen; it is shown all the same. */
  readonly disabled?: string | undefined;
}

export interface PickRequest<T> {
  readonly title: string;
  readonly choices: readonly Choice<T>[];
  readonly initial?: T;
}

export interface PromptRequest {
  readonly title: string;
  readonly label?: string;
  readonly initial?: string;
  readonly help?: string;
  /** The sentence that says what is wrong, or undefined. */
  check?(text: string): string | undefined;
}

export interface RunOptions {
  /** Told in the confirmation, and makes one even where the operation asks none. */
  readonly consequences?: readonly string[];
  /** No toast when it is done (the screen shows it itself). Errors are always shown. */
  readonly quiet?: boolean;
  /** Sees an error first; true when it has told it itself. Lost connections are offered to be sent again before. */
  readonly failed?: (error: unknown) => boolean;
  /** Words to type out in full where the operation itself wants none typed. */
  readonly typed?: string;
  /** Keep it to send the same act again after a crash; made when absent. */
  readonly operationId?: string;
}

/** What `x` offers on a screen. */
export interface ScreenAction {
  readonly label: string;
  /** Its own key, if the table has one: shown beside it, and works directly. */
  readonly key?: ActionId;
  readonly hint?: string;
  readonly disabled?: string | undefined;
  /** Drawn as such; never the preselected choice. */
  readonly danger?: boolean;
  run(): unknown;
}

/** Work in progress that survives a crash or a dropped line: small JSON values in the app's home, 0600. */
export interface Drafts {
  readonly read: (key: string) => unknown;
  readonly write: (key: string, value: unknown) => void;
  readonly remove: (key: string) => void;
  readonly names: () => readonly string[];
}

export type Layout = 'wide' | 'normal' | 'handheld';

export interface Size {
  readonly columns: number;
  readonly rows: number;
  /** wide from 120 columns; handheld under 60 columns or 16 rows. */
  readonly layout: Layout;
}

export interface AppApi {
  readonly store: Store;
  readonly actor: Actor;
  readonly size: Size;
  readonly theme: Theme;
  readonly drafts: Drafts;
  readonly navigate: (name: string, params?: Params) => void;
  /** Changes the open screen's params (its filter, its tab) without a new place on the stack. */
  readonly replaceParams: (params: Params) => void;
  readonly back: () => void;
  /** After an edit: pages that were opened by what a record was called before are those of what it is called now. */
  readonly renamed: (kind: RecordKind, from: string, to: string) => void;
  readonly toast: (kind: ToastKind, text: string) => void;
  /** Shows an error once, in its own words with its hint; a bug's stack goes to the log. */
  readonly fail: (error: unknown) => void;
  /** To the clipboard of the terminal in front of the person (OSC 52), with a toast: of a secret only `what` it is. */
  readonly copy: (text: string, what?: string) => void;
  readonly confirm: (request: ConfirmRequest) => Promise<boolean>;
  readonly pick: <T>(request: PickRequest<T>) => Promise<T | undefined>;
  readonly prompt: (request: PromptRequest) => Promise<string | undefined>;
  /**
   * Asks its confirmation, runs with progress, tells the outcome in a toast, refreshes what it touched. When the
   * connection was lost the person is offered to send again under the same operation id. Undefined: not agreed, or failed
   * (told already).
   */
  readonly runOperation: <I extends z.ZodObject, O>(
    operation: Operation<I, O>,
    input: z.input<I>,
    options?: RunOptions,
  ) => Promise<Outcome<O> | undefined>;
  /** What a looking operation (`reads: true`) says now. @throws what it throws. */
  readonly read: <I extends z.ZodObject, O>(operation: Operation<I, O>, input: z.input<I>) => Promise<O>;
  /** What an operation would do, by a dry run with its progress; nothing is kept. @throws what it throws. */
  readonly preview: <I extends z.ZodObject, O>(
    operation: Operation<I, O>,
    input: z.input<I>,
    signal?: AbortSignal,
  ) => Promise<O>;
  /** The same through a form generated from the operation's input, `initial` filled in; `quiet` as of a run. */
  readonly openForm: <I extends z.ZodObject, O>(
    operation: Operation<I, O>,
    initial?: Readonly<Record<string, unknown>>,
    options?: Pick<RunOptions, 'quiet'>,
  ) => Promise<Outcome<O> | undefined>;
  /** Only asks for these fields of an operation, with their pickers and checks; nothing is run. Undefined: left. */
  readonly ask: <I extends z.ZodObject, O>(
    operation: Operation<I, O>,
    keys: readonly (keyof I['shape'] & string)[],
  ) => Promise<Readonly<Record<string, string>> | undefined>;
  /**
   * An edit's form (`e`), filled with what stands there now: `app.openEdit(edit, { product: row.sku })`. Only what was
   * changed is sent, with the version that was seen; a Conflict is laid out field by field. `named` holds the input keys
   * that name the record; the operation must have `edits`.
   */
  readonly openEdit: <I extends z.ZodObject, O>(
    operation: Operation<I, O>,
    named: Readonly<Record<string, string>>,
  ) => Promise<Outcome<O> | undefined>;
}
