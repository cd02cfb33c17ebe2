import { homedir } from 'node:os';
import { join } from 'node:path';
import { DomainError } from '../../../domain/errors.ts';
import { fileAt } from '../../../platform/input-file.ts';
import type { FormField } from './fields.ts';

/** Paths that were typed, as files that the operation reads. The problem of the first that cannot be. */
export async function openFiles(
  fields: readonly FormField[],
  input: Readonly<Record<string, unknown>>,
): Promise<{ readonly input: Record<string, unknown> } | { readonly field: string; readonly problem: string }> {
  const opened: Record<string, unknown> = { ...input };
  for (const { key } of fields.filter(({ kind }) => kind === 'file')) {
    const typed = input[key];
    if (typeof typed !== 'string') continue;
    try {
      opened[key] = await typedFile(typed);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { field: key, problem: error.message };
    }
  }
  return { input: opened };
}

/** A path as a person types it. @throws InvalidInput, NotFound saying what is wrong with it */
export function typedFile(path: string): ReturnType<typeof fileAt> {
  const typed = path.trim();
  return fileAt(typed.startsWith('~/') ? join(homedir(), typed.slice(2)) : typed);
}
