import { expect, test } from '@jest/globals';
import { Writable } from 'node:stream';
import { createOutput, type TerminalStream } from '../../../src/tui/app/output.ts';

/** A stream that takes one piece and holds every other until it is let go. */
function slowTerminal() {
  const got: string[] = [];
  let next: (() => void) | undefined;
  const stream = new Writable({
    decodeStrings: false,
    write(text: string, _encoding, taken) {
      got.push(text);
      next = taken;
    },
  });
  const readOn = async () => {
    for (let taken = next; taken; taken = next) {
      next = undefined;
      taken();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { stdout: stream as unknown as TerminalStream, got, readOn };
}

test('frames that nobody reads are left out, and when somebody does the whole is drawn anew, once', async () => {
  const { stdout, got, readOn } = slowTerminal();
  let drawn = 0;
  const { frames, write, flushed } = createOutput(stdout, () => (drawn += 1));
  const large = 'x'.repeat(150_000);
  frames.write(large);
  frames.write(`${large}2`);
  frames.write('left out');
  const waited = new Promise<void>((resolve) => void frames.write('', () => resolve()));
  await waited;
  write('a copy for the clipboard');
  expect(await flushed(1)).toBe(false);
  expect(drawn).toBe(0);
  await readOn();
  expect(got.filter((text) => text !== '')).toEqual([large, `${large}2`, 'a copy for the clipboard']);
  expect(drawn).toBe(1);
  expect(await flushed(1)).toBe(true);
  frames.write('the next frame');
  expect(got.at(-1)).toBe('the next frame');
});
