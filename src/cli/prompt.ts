import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { clean } from '../domain/display.ts';
import { Interrupted, InvalidInput } from '../domain/errors.ts';
import type { Confirmation } from '../operations/operation.ts';
import type { Cli } from './context.ts';

/** Somebody sits there: a question can be asked and answered. */
export function interactive({ io }: Cli): boolean {
  return (io.stdin.isTTY ?? false) && (io.stderr.isTTY ?? false);
}

/** @throws InvalidInput when a question would be needed and nobody can answer; before anything is begun. */
export function demandAnswerable(confirmation: Confirmation | undefined, cli: Cli): void {
  if (!confirmation || cli.globals.yes || interactive(cli)) return;
  throw new InvalidInput(`This needs a yes: ${sentence(confirmation.question)}`, {
    hint: 'Nobody can be asked here; add --yes when it is meant.',
  });
}

/** @throws Interrupted when the answer is no: nothing was done. */
export async function askToConfirm(confirmation: Confirmation | undefined, cli: Cli): Promise<void> {
  if (!confirmation || cli.globals.yes) return;
  const { question, typed } = confirmation;
  const wanted = typed === undefined ? '[y/N] ' : `\nType "${clean(typed)}" to go on: `;
  const answer = (await ask(`${clean(question)} ${wanted}`, cli)).trim();
  const agreed = typed === undefined ? /^y(es)?$/iu.test(answer) : answer === typed;
  if (!agreed) throw new Interrupted('Not confirmed: nothing was done.');
}

/** A line from the person, asked on standard error so that standard output stays the answer. */
export async function ask(question: string, cli: Cli, options: { secret?: boolean } = {}): Promise<string> {
  const { stdin, stderr, signal } = cli.io;
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({
    input: stdin,
    output: options.secret ? silent : stderr,
    terminal: stdin.isTTY ?? false,
  });
  if (options.secret) stderr.write(question);
  try {
    return await new Promise<string>((resolve, reject) => {
      const stop = () => reject(new Interrupted('Stopped: nothing was done.'));
      // In raw mode Ctrl-C is a key and no signal.
      lines.once('SIGINT', stop);
      lines.once('close', stop);
      signal.addEventListener('abort', stop, { once: true });
      lines.question(options.secret ? '' : question, resolve);
    });
  } finally {
    lines.close();
    if (options.secret) stderr.write('\n');
  }
}

/** All of standard input as text, for `--password-stdin`; at most a megabyte. */
export async function readAll(cli: Cli): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of cli.io.stdin as AsyncIterable<Buffer | string>) {
    const part = Buffer.from(chunk);
    size += part.length;
    if (size > 1 << 20) throw new InvalidInput('Standard input holds more than a megabyte.');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

const sentence = (text: string): string => (/[.?!]$/u.test(text) ? text : `${text}.`);
