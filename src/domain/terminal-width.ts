import stringWidth from 'string-width';
import { graphemes, narrow, wide } from './graphemes.ts';
import { remembered } from './remembered.ts';

/** One column each. For them nobody waits until the library has made its expressions for emoji, 25 ms of a start. */
export const plain = new RegExp(`^[ -~${narrow}]*$`, 'u');

const separate = new RegExp(`^[ -~${narrow}${wide}]*$`, 'u');
const plainOnes = new RegExp(`[ -~${narrow}]+`, 'gu');

/** What a theme writes; other escape sequences are the library's to know. */
export const colours = /\u001b\[[\d;]*m/gu;

/** Vowel signs that stand beside their letter, and signs that join letters to one character: Devanagari, Tamil, Thai. */
const spacing = /[\p{Mc}\u094d\u09cd\u0a4d\u0acd\u0b4d\u0c4d\u0ccd\u0d4d\u0e33\u0eb3]/u;

/**
 * Columns that a terminal gives a text, escape sequences aside. For people such a character is one; tmux, xterm, VTE and
 * vim give every letter and every spacing sign in it a cell of its own, and the columns behind it must stand all the same.
 */
export function terminalWidth(styled: string): number {
  const text = styled.includes('\u001b') ? styled.replaceAll(colours, '') : styled;
  if (plain.test(text)) return text.length;
  if (separate.test(text)) return text.length + text.replaceAll(plainOnes, '').length;
  if (text.includes('\u001b') || text.includes('\u009b')) return stringWidth(text);
  let width = 0;
  for (const character of graphemes(text)) width += cellsOf(character);
  return width;
}

/** A name in another script comes with each row that comes into view; its characters have been seen before. */
const cellsOf = remembered(4000, measured);

function measured(character: string): number {
  if (character.length === 1 || !spacing.test(character)) return stringWidth(character);
  return Array.from(character, (one) => stringWidth(one)).reduce((sum, one) => sum + one, 0);
}
