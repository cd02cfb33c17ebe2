import { clean, fit, width } from '../../../domain/display.ts';

/** Plain text for a printer: cleaned of what customers typed to harm a terminal, at most 78 columns, lines end with \n. */
export const paperWidth = 78;

export const line = (text = ''): string => `${clean(text).trimEnd()}\n`;

export const rule = (): string => `${'-'.repeat(paperWidth)}\n`;

/** Cells side by side with a blank between; the last one takes the room that is left. */
export function cells(...parts: readonly (readonly [text: string, columns: number, align?: 'right'])[]): string {
  return `${parts
    .map(([text, columns, align]) => fit(text, columns, align))
    .join(' ')
    .trimEnd()}\n`;
}

/** Words in lines of the given columns, a word longer than a line cut. */
export function paragraph(text: string, columns: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of clean(text).split(' ').filter(Boolean)) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (width(longer) <= columns) current = longer;
    else {
      if (current !== '') lines.push(current);
      current = fit(word, Math.min(width(word), columns));
    }
  }
  return current === '' ? lines : [...lines, current];
}
