import { compile } from 'html-to-text';
import { lazily } from './remembered.ts';

const skip = ['img', 'iframe', 'noscript', 'object', 'script', 'style', 'svg', 'template', 'video'];
const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];

const settings = {
  wordwrap: false,
  // A hostile body can nest tags until a recursive walk runs out of stack.
  limits: { maxDepth: 200 },
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'ul', options: { itemPrefix: '- ' } },
    { selector: 'tr', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: 'td', format: 'inlineSurround', options: { suffix: ' ' } },
    { selector: 'th', format: 'inlineSurround', options: { suffix: ' ' } },
    ...headings.map((selector) => ({ selector, options: { uppercase: false } })),
    ...skip.map((selector) => ({ selector, format: 'skip' })),
  ],
} as const;

/** Compiled when the first body comes: it takes longer than most commands that never meet one. */
const readers = lazily(() => ({
  // The library wants its arrays mutable.
  markup: compile(structuredClone(settings) as never),
  plain: compile({ ...structuredClone(settings), preserveNewlines: true } as never),
}));

/**
 * What a person would read of an HTML body: paragraphs and list items kept, one blank line between blocks, no tags,
 * scripts, styles or pictures. A body without any tag keeps its line breaks. Empty when nothing is to be read.
 */
export function plainText(html: string): string {
  const { markup, plain } = readers();
  const text = /<[a-z!/]/iu.test(html) ? markup(html) : plain(html);
  return text
    .replaceAll('\u00a0', ' ')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replaceAll(/\n{3,}/gu, '\n\n')
    .trim();
}
