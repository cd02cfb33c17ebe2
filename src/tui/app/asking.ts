import type { ComponentType } from 'react';
import type { ConfirmRequest, PickRequest, PromptRequest } from './screen.ts';
import type { Shell } from './shell.ts';
import type { FormRequest } from './form/model.ts';
import type { ConflictRequest, FilterRequest, PanelSpace } from './overlay.ts';

/** Questions put over the screen; each resolves when the person has answered or left. */

export function confirm(shell: Shell, request: ConfirmRequest): Promise<boolean> {
  return new Promise((resolve) => shell.open({ kind: 'confirm', request, answer: resolve }));
}

export function pick<T>(shell: Shell, request: PickRequest<T>): Promise<T | undefined> {
  return new Promise((resolve) =>
    shell.open({ kind: 'menu', request, answer: (chosen) => resolve(chosen as T | undefined) }),
  );
}

export function prompt(shell: Shell, request: PromptRequest): Promise<string | undefined> {
  return new Promise((resolve) => shell.open({ kind: 'prompt', request, answer: resolve }));
}

/** The operation's form; resolves with the outcome of its run. */
export function form(shell: Shell, request: FormRequest): Promise<unknown> {
  return new Promise((resolve) => shell.open({ kind: 'form', request, answer: resolve }));
}

/** Whose value each field shall have; undefined when it was left undecided. */
export function askConflict(
  shell: Shell,
  request: ConflictRequest,
): Promise<Readonly<Record<string, 'theirs' | 'mine'>> | undefined> {
  return new Promise((resolve) => shell.open({ kind: 'conflict', request, answer: resolve }));
}

/** Something of a screen's own over it, e.g. how far a run is; resolves when it is closed. */
export function openPanel(shell: Shell, content: ComponentType<PanelSpace>): Promise<void> {
  return new Promise((resolve) => shell.open({ kind: 'panel', content, answer: resolve }));
}

export function askFilter(shell: Shell, request: FilterRequest): Promise<string | undefined> {
  return new Promise((resolve) => shell.open({ kind: 'filter', request, answer: resolve }));
}
