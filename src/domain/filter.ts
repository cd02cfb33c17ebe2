/**
 * The filter language of every list: `status:PENDING total:>100 since:7d free text "two words"`.
 * Words `key:value` filter by a named filter, everything else is free text. Pure: what a key means is told by the list.
 */
export type FilterOperator = '=' | '>' | '>=' | '<' | '<=' | '!=';

export interface FilterTerm {
  readonly key: string;
  readonly operator: FilterOperator;
  readonly value: string;
  /** Where it stands in the text, for an error that points at the word. */
  readonly start: number;
  readonly end: number;
}

export interface ParsedFilter {
  readonly terms: readonly FilterTerm[];
  /** The words that are no `key:value`, joined by one space. */
  readonly text: string;
}

const word = /(?:([a-z_]+):)?(>=|<=|!=|>|<|=)?(?:"([^"]*)"?|(\S+))/giu;

export function parseFilter(source: string): ParsedFilter {
  const terms: FilterTerm[] = [];
  const text: string[] = [];
  for (const match of source.matchAll(word)) {
    const [whole, key, operator, quoted, bare] = match;
    const value = quoted ?? bare ?? '';
    if (key === undefined) text.push((operator ?? '') + value);
    else {
      const start = match.index;
      const lower = key.toLowerCase();
      terms.push({
        key: lower,
        operator: (operator ?? '=') as FilterOperator,
        value,
        start,
        end: start + whole.length,
      });
    }
  }
  return { terms, text: text.filter(Boolean).join(' ') };
}

/** The other way round, for what a person may edit further. */
export function formatFilter(
  filter: Pick<ParsedFilter, 'text'> & { terms: readonly Omit<FilterTerm, 'start' | 'end'>[] },
): string {
  const quote = (value: string) => (/\s|"/u.test(value) || value === '' ? `"${value.replaceAll('"', '')}"` : value);
  const words = filter.terms.map(
    ({ key, operator, value }) => `${key}:${operator === '=' ? '' : operator}${quote(value)}`,
  );
  return [...words, ...(filter.text ? [filter.text] : [])].join(' ');
}
