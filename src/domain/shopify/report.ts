/** Where something was seen: `row` as a spreadsheet counts (header 1), `line` as an editor does. */
export interface Place {
  readonly row: number;
  readonly line: number;
}

export interface RowNote extends Partial<Place> {
  readonly handle?: string;
  readonly column?: string;
  readonly reason: string;
}

/** How many notes of a kind are told one by one; the rest is counted. */
export const notesKept = 1000;

/** Collects notes about rows: all are counted, the first thousand kept. */
export class Notes {
  #count = 0;
  readonly #most: number;
  readonly #kept: RowNote[] = [];
  readonly #handles = new Set<string>();

  constructor(most = notesKept) {
    this.#most = most;
  }

  add(note: RowNote): void {
    this.#count += 1;
    if (note.handle !== undefined) this.#handles.add(note.handle);
    if (this.#kept.length < this.#most) this.#kept.push(note);
  }

  /** Is there a note about this product? */
  tell(handle: string): boolean {
    return this.#handles.has(handle);
  }

  /** To add to, without changing these. */
  copy(): Notes {
    const notes = new Notes(this.#most);
    notes.#count = this.#count;
    for (const note of this.#kept) notes.#kept.push(note);
    for (const handle of this.#handles) notes.#handles.add(handle);
    return notes;
  }

  get count(): number {
    return this.#count;
  }

  /** In the order of the file. */
  list(): RowNote[] {
    return this.#kept.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0));
  }
}

/** `row 7 (line 12), Variant Price: "abc" is no price …` */
export function noteText(note: RowNote): string {
  const { row, line, column, reason } = note;
  const beside = line === undefined || line === row ? '' : ` (line ${line})`;
  const place = row === undefined ? (line === undefined ? '' : `line ${line}`) : `row ${row}${beside}`;
  const where = [place, column].filter((part) => part !== undefined && part !== '').join(', ');
  return where === '' ? reason : `${where}: ${reason}`;
}
