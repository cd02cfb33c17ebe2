export interface Piece {
  readonly sku: string;
  readonly quantity: number;
}

export interface PieceRules {
  /** The order, for sentences. */
  readonly of: string;
  /** What may be named, and how many at most. */
  readonly lines: readonly { readonly sku: string; readonly most: number }[];
  readonly tooMany: (sku: string, most: number, given: string) => string;
  /** Said when every quantity is 0. */
  readonly nothing: string;
}

/** `RUN-42-BLK=2, SOCKS`: what was typed, or the sentence that says what is wrong. Blanks, commas or semicolons between. */
export function readPieces(text: string, { of, lines, tooMany, nothing }: PieceRules): readonly Piece[] | string {
  const words = text.split(/[\s,;]+/u).filter(Boolean);
  if (words.length === 0) return 'Say at least one SKU, e.g. SKU=1.';
  const pieces: Piece[] = [];
  for (const word of words) {
    const at = word.lastIndexOf('=');
    const [sku, amount] = at < 0 ? [word, '1'] : [word.slice(0, at), word.slice(at + 1)];
    const line = lines.find((one) => one.sku.toUpperCase() === sku.toUpperCase());
    if (!line) return `${sku.slice(0, 40)} is no line of ${of}.`;
    if (!/^\d{1,7}$/u.test(amount)) return `"${amount.slice(0, 20)}" is no quantity for ${line.sku}.`;
    if (Number(amount) > line.most) return tooMany(line.sku, line.most, amount);
    if (pieces.some((one) => one.sku === line.sku)) return `${line.sku} stands there twice.`;
    if (Number(amount) > 0) pieces.push({ sku: line.sku, quantity: Number(amount) });
  }
  return pieces.length > 0 ? pieces : nothing;
}
