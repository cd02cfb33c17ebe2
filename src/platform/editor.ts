import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refused } from '../domain/errors.ts';

/** A person's text, read back whole; more is no text. */
const most = 2_000_000;

/**
 * The text as the person's editor ($VISUAL, else $EDITOR) leaves it, without the line end that editors put behind the last
 * line. The editor has the terminal to itself meanwhile; whoever calls has stepped aside. The file is in a folder of its
 * own that only this account reads, and is gone afterwards.
 * @throws Refused when none is named or it cannot be started, and when it says by its exit code that nothing shall change
 */
export async function editText(text: string, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const editor = editorOf(env);
  const folder = mkdtempSync(join(tmpdir(), 'solemate-'));
  try {
    const file = join(folder, 'text.txt');
    writeFileSync(file, text === '' ? '' : `${text}\n`, { mode: 0o600 });
    const ended = await runEditor(editor, file, env);
    if (ended !== undefined) throw new Refused(`${editor} ${ended}: the text stays as it was.`);
    const edited = readFileSync(file);
    if (edited.length > most) throw new Refused('That is too long for a field: the text stays as it was.');
    return edited.toString('utf8').replaceAll('\r\n', '\n').replace(/\n+$/u, '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @throws Refused when the environment names none */
export function editorOf(env: NodeJS.ProcessEnv): string {
  const editor = [env['VISUAL'], env['EDITOR']].find((one) => one !== undefined && one.trim() !== '');
  if (editor !== undefined) return editor.trim();
  throw new Refused('No editor is named.', { hint: 'Set one and start again, e.g. export EDITOR=nano' });
}

/** Undefined when it went well. By the shell, for people write `EDITOR="code --wait"`. */
function runEditor(editor: string, file: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const [command, args] =
    process.platform === 'win32' ? [`${editor} "${file}"`, []] : ['sh', ['-c', `${editor} "$1"`, 'sh', file]];
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', env, shell: process.platform === 'win32' });
    child.once('error', () => resolve('could not be started'));
    child.once('exit', (code, signal) => resolve(howItEnded(code, signal)));
  });
}

function howItEnded(code: number | null, signal: string | null): string | undefined {
  if (code === 0) return undefined;
  if (code === 127) return 'was not found';
  // The shell between us tells a signal as 128 and its number.
  return signal !== null || (code ?? 0) > 128 ? 'was stopped' : `ended with ${code ?? 'no code'}`;
}
