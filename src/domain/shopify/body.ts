/**
 * A description as the HTML that Shopify shows: blank lines part paragraphs, blanks that HTML would swallow are kept.
 * `plainText` of it gives the description back, but for blanks at the ends of lines, tabs and more than one blank line,
 * which become what an import would make of them.
 */
export function bodyOf(description: string): string {
  const lines = description
    .replaceAll(/\r\n?/gu, '\n')
    .replaceAll(/[\t\f\v\u200b\u00a0]/gu, ' ')
    .split('\n')
    .map((line) => line.trimEnd());
  const text = lines
    .join('\n')
    .replaceAll(/\n{3,}/gu, '\n\n')
    .trim();
  if (text === '') return '';
  const paragraphs = text.split('\n\n').map((part) => part.split('\n').map(lineOf).join('<br>'));
  return paragraphs.map((part) => `<p>${part}</p>`).join('');
}

const lineOf = (line: string): string =>
  line
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/^ | (?= )/gu, '&nbsp;');
