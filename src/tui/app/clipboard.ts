/** Terminals cut longer texts off or drop them without a word. */
const most = 74_000;

/**
 * The bytes that put a text on the clipboard of the terminal in front of the person (OSC 52), even over SSH; wrapped
 * where tmux or screen stand between. Undefined: too long to arrive.
 */
export function copySequence(text: string, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const encoded = Buffer.from(text, 'utf8').toString('base64');
  if (encoded.length > most) return undefined;
  const sequence = `\u001b]52;c;${encoded}\u0007`;
  // A tmux that keeps the clipboard itself takes the plain one, one that lets sequences through the wrapped one.
  if (env['TMUX']) return `${sequence}\u001bPtmux;${sequence.replaceAll('\u001b', '\u001b\u001b')}\u001b\\`;
  if (env['TERM']?.startsWith('screen')) {
    const parts = sequence.match(/[\s\S]{1,256}/gu) ?? [];
    return parts.map((part) => `\u001bP${part}\u001b\\`).join('');
  }
  return sequence;
}
