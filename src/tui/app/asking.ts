import type { ConfirmRequest, PickRequest, PromptRequest } from './screen.ts';
import type { Shell } from './shell.ts';
import type { AnyOperation, FilterRequest } from './overlay.ts';

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
export function form(
  shell: Shell,
  operation: AnyOperation,
  initial: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  return new Promise((resolve) => shell.open({ kind: 'form', operation, initial, answer: resolve }));
}

export function askFilter(shell: Shell, request: FilterRequest): Promise<string | undefined> {
  return new Promise((resolve) => shell.open({ kind: 'filter', request, answer: resolve }));
}
