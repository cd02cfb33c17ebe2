/**
 * What was counted, as the list of what the person did. The lines are folded from it, so undo is "one entry less" and
 * two codes that turn out to be the same SKU become one line without touching what was scanned.
 */
export type Entry =
  | { readonly kind: 'add'; readonly code: string; readonly quantity: number }
  | { readonly kind: 'many'; readonly adds: readonly { readonly code: string; readonly quantity: number }[] }
  | { readonly kind: 'set'; readonly code: string; readonly quantity: number }
  | { readonly kind: 'drop'; readonly code: string }
  | { readonly kind: 'correct'; readonly from: string; readonly to: string };

/** What the store said about a code. No answer yet: not in the catalogue at all. */
export type Answer =
  | { readonly state: 'unknown'; readonly why: string }
  | {
      readonly state: 'known';
      readonly sku: string;
      readonly name: string;
      /** Size and colour, '' for a product without variants. */
      readonly variant: string;
      /** At the chosen place before this tally: on hand, free to move, or expected; undefined where it is not to be told. */
      readonly onHand: number | undefined;
      /** Of a count: what others, or earlier tallies, have counted already. */
      readonly counted?: number;
      /** What is odd about it here, in words. */
      readonly note?: string;
    };

export type Catalogue = Readonly<Record<string, Answer>>;

export interface Line {
  /** The SKU once it is known, before that the code as it was read. */
  readonly key: string;
  /** A code that was read for this line, for looking it up again. */
  readonly code: string;
  readonly quantity: number;
  readonly answer: Answer | undefined;
}

export interface Totals {
  readonly lines: number;
  readonly units: number;
  readonly unknownLines: number;
  readonly unknownUnits: number;
  readonly uncheckedLines: number;
  /** Every piece on the tally, known or not. */
  readonly allUnits: number;
}

/** The most pieces on one line: what `Quantity` of the operations takes. */
export const mostPieces = 1_000_000;

export function answerFor(catalogue: Catalogue, code: string): Answer | undefined {
  return Object.hasOwn(catalogue, code) ? catalogue[code] : undefined;
}

export function keyOf(catalogue: Catalogue, code: string): string {
  const answer = answerFor(catalogue, code);
  return answer?.state === 'known' ? answer.sku : code;
}

/** In the order in which they were first read. A line of no pieces is no line, but where none there is an answer too. */
export function fold(entries: readonly Entry[], catalogue: Catalogue, zeros = false): readonly Line[] {
  const lines = new Map<string, Line>();
  const put = (code: string, change: (now: number) => number | undefined) => {
    const key = keyOf(catalogue, code);
    const line = lines.get(key);
    const quantity = change(line?.quantity ?? 0);
    if (quantity === undefined || quantity < (zeros ? 0 : 1)) lines.delete(key);
    else lines.set(key, { key, code: line?.code ?? code, quantity, answer: answerFor(catalogue, code) });
  };
  for (const entry of entries) {
    switch (entry.kind) {
      case 'add':
        put(entry.code, (now) => now + entry.quantity);
        break;
      case 'many':
        for (const { code, quantity } of entry.adds) put(code, (now) => now + quantity);
        break;
      case 'set':
        put(entry.code, () => entry.quantity);
        break;
      case 'drop':
        put(entry.code, () => undefined);
        break;
      case 'correct': {
        const moved = lines.get(keyOf(catalogue, entry.from))?.quantity ?? 0;
        put(entry.from, () => undefined);
        put(entry.to, (now) => now + moved);
      }
    }
  }
  return [...lines.values()];
}

export function totals(lines: readonly Line[]): Totals {
  const known = lines.filter(({ answer }) => answer?.state === 'known');
  const unknown = lines.filter(({ answer }) => answer?.state === 'unknown');
  const units = (some: readonly Line[]) => some.reduce((sum, { quantity }) => sum + quantity, 0);
  return {
    lines: known.length,
    units: units(known),
    unknownLines: unknown.length,
    unknownUnits: units(unknown),
    uncheckedLines: lines.length - known.length - unknown.length,
    allUnits: units(lines),
  };
}

/** Codes of the entries that were not looked up yet, each once. */
export function uncheckedCodes(entries: readonly Entry[], catalogue: Catalogue): readonly string[] {
  const codes = new Set<string>();
  for (const entry of entries) {
    if (entry.kind === 'many') for (const { code } of entry.adds) codes.add(code);
    else if (entry.kind === 'correct') codes.add(entry.to);
    else codes.add(entry.code);
  }
  return [...codes].filter((code) => answerFor(catalogue, code) === undefined);
}

/** The code an entry was about, so that undo can show where it was. */
export function codeOf(entry: Entry): string | undefined {
  if (entry.kind === 'many') return entry.adds.at(-1)?.code;
  return entry.kind === 'correct' ? entry.from : entry.code;
}
