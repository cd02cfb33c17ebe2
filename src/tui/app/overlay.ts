import type { ComponentType } from 'react';
import type { Operation } from '../../operations/operation.ts';
import type { ActionId } from '../keys/bindings.ts';
import type { FormRequest } from './form/model.ts';
import type { FilterWord } from './list/filter-words.ts';
import type { ConfirmRequest, PickRequest, PromptRequest } from './screen.ts';

/** What lies over the screen, the last one on top. Each is closed with an answer exactly once. */
export type Overlay =
  | {
      readonly kind: 'confirm';
      readonly id: number;
      readonly request: ConfirmRequest;
      readonly answer: (agreed: boolean) => void;
    }
  | {
      readonly kind: 'menu';
      readonly id: number;
      readonly request: PickRequest<unknown>;
      readonly answer: (value: unknown) => void;
    }
  | {
      readonly kind: 'prompt';
      readonly id: number;
      readonly request: PromptRequest;
      readonly answer: (text: string | undefined) => void;
    }
  | {
      readonly kind: 'form';
      readonly id: number;
      readonly request: FormRequest;
      /** The outcome of a run, or undefined when left. */
      readonly answer: (outcome: unknown) => void;
    }
  | {
      readonly kind: 'conflict';
      readonly id: number;
      readonly request: ConflictRequest;
      /** By key; undefined when left. */
      readonly answer: (chosen: Readonly<Record<string, 'theirs' | 'mine'>> | undefined) => void;
    }
  | {
      readonly kind: 'filter';
      readonly id: number;
      readonly request: FilterRequest;
      readonly answer: (text: string | undefined) => void;
    }
  | {
      /** A screen's own, over it. */
      readonly kind: 'panel';
      readonly id: number;
      readonly content: ComponentType<PanelSpace>;
      readonly answer: () => void;
    }
  | { readonly kind: 'palette'; readonly id: number; readonly here: readonly ActionId[]; readonly answer: () => void }
  /** `here`: what keys did something when it was asked for. */
  | { readonly kind: 'help'; readonly id: number; readonly here: readonly ActionId[]; readonly answer: () => void };

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;
export type NewOverlay = WithoutId<Overlay>;

/** As it lies there: an answer closes it first, so that what is asked next lies where it lay. */
export function opened(overlay: NewOverlay, id: number, close: (id: number) => void): Overlay {
  const given = overlay.answer as (value: unknown) => void;
  const answer = (value?: unknown) => {
    close(id);
    given(value);
  };
  return { ...overlay, id, answer };
}

/** One field that somebody changed, as text: what was looked at, what stands there now, what was to be written. */
export interface ConflictRow {
  readonly key: string;
  readonly label: string;
  readonly base: string;
  readonly theirs: string;
  readonly mine: string;
  /** Undecided where both changed it. */
  readonly taken: 'theirs' | 'mine' | undefined;
}

export interface ConflictRequest {
  readonly name: string;
  readonly by: string | undefined;
  /** ISO time. */
  readonly at: string | undefined;
  readonly rows: readonly ConflictRow[];
}

/** What a panel may fill; `done` closes it. */
export interface PanelSpace {
  readonly width: number;
  readonly height: number;
  readonly done: () => void;
}

export type OverlayKind = Overlay['kind'];

export interface FilterProblem {
  readonly message: string;
  /** Where the wrong word stands. */
  readonly start?: number;
  readonly end?: number;
}

export interface FilterRequest {
  readonly initial: string;
  /** The words it knows, told while typing. */
  readonly words: readonly FilterWord[];
  /** Later where the shop has to be asked whether there is what a word names. */
  check(text: string): FilterProblem | undefined | Promise<FilterProblem | undefined>;
  readonly history: readonly string[];
}

/** Operations of every input stand in one list; the schema they carry is read at run time. */
export type AnyOperation = Operation;
