import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { copySequence } from '../../../src/tui/app/clipboard.ts';

const esc = '\u001b';
const plain = (text: string) => `${esc}]52;c;${Buffer.from(text, 'utf8').toString('base64')}\u0007`;

test('a text goes to the clipboard of the terminal as OSC 52', () => {
  expect(copySequence('Grün 42', {})).toBe(`${esc}]52;c;R3LDvG4gNDI=\u0007`);
});

test('tmux takes it itself or lets it through, as it is set up: it gets both', () => {
  const sequence = copySequence('SM-1', { TMUX: '/tmp/tmux-0/default,1,0', TERM: 'screen-256color' });
  expect(sequence).toBe(`${plain('SM-1')}${esc}Ptmux;${esc}${plain('SM-1')}${esc}\\`);
});

test('screen gets it in pieces that it can hold, and lets exactly it through', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 3000 }), (text) => {
      const sequence = copySequence(text, { TERM: 'screen.xterm-256color' }) ?? '';
      const pieces = sequence.split(`${esc}\\`).slice(0, -1);
      expect(pieces.every((piece) => piece.startsWith(`${esc}P`) && piece.length <= 258)).toBe(true);
      expect(pieces.map((piece) => piece.slice(2)).join('')).toBe(plain(text));
    }),
  );
});

test('what no terminal would take is not sent at all', () => {
  expect(copySequence('x'.repeat(60_000), {})).toBeUndefined();
});
