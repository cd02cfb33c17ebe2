import { likeAnywhere } from '../../like.ts';
import type { Bind } from '../../listing.ts';

/** The first words decide; more would only make the statement long. */
const mostWords = 8;
const mostRows = 500;

/** Words as the search document has them: ASCII punctuation parts them, case is PostgreSQL's to judge. */
export function searchWords(text: string): string[] {
  const words = text.split(/[\u0001-/:-@[-`{-\u007f\s]+/u).filter((word) => word !== '');
  return [...new Set(words.map((word) => word.slice(0, 50)))].slice(0, mostWords);
}

const query = (bind: Bind, words: readonly string[], end: '' | ':*') =>
  `to_tsquery('pg_catalog.simple', ${bind(words.map((word) => `'${word}'${end}`).join(' & '))})`;

/**
 * Products that a free text may mean, as ids. Every word must be found among the words of the product, its brand, category,
 * tags and description and the SKUs, sizes and colours of its variants, whole or as a beginning, or in other forms in the
 * description. Only where no product has every word, pieces of a name or SKU and slips of the finger are looked for. Every branch starts at an index and is bounded: what is everywhere
 * costs no more than what is nowhere.
 */
export function productsMatching(bind: Bind, text: string): string {
  const given = bind(text);
  const branches = [
    `select s.id from products s where s.search_vector @@ websearch_to_tsquery('pg_catalog.english', ${given})`,
    `select s.id from products s where lower(s.sku) = lower(${given})`,
    `select v.product_id from product_variants v where lower(v.sku) = lower(${given})`,
  ];
  const words = searchWords(text);
  const begun = words.length > 0 ? `w.words @@ ${query(bind, words, ':*')}` : 'false';
  const otherwise = `not exists (select from product_search w where ${begun})`;
  if (words.length > 0) {
    branches.push(
      `select w.product_id from product_search w where w.words @@ ${query(bind, words, '')}`,
      `select w.product_id from product_search w where ${begun}`,
      `select f.product_id from product_search f where ${otherwise} and ${nearly(bind, words)}`,
    );
  }
  // Two letters have no trigram: they would read the whole index.
  if (text.length >= 3) {
    const pattern = bind(likeAnywhere(text));
    branches.push(
      `select s.id from products s where lower(s.name) like lower(${pattern}) and ${otherwise}`,
      `select s.id from products s where lower(s.sku) like lower(${pattern}) and ${otherwise}`,
      `select v.product_id from product_variants v where lower(v.sku) like lower(${pattern}) and ${otherwise}`,
    );
  }
  return branches.map((branch) => `(${branch} limit ${mostRows})`).join('\n    union all ');
}

/**
 * The word with two neighbours the other way round, once for every place: the commonest slip of all, which leaves too few
 * letters in a row for a likeness. Short words would find anything.
 */
function swapped(word: string): string[] {
  const letters = Array.from(word);
  if (letters.length < 4 || letters.length > 20) return [];
  return letters
    .slice(1)
    .map((letter, at) => [...letters.slice(0, at), letter, letters[at], ...letters.slice(at + 2)].join(''));
}

function nearly(bind: Bind, words: readonly string[]): string {
  const short = words.filter((word) => word.length < 3);
  const conditions = words
    .filter((word) => word.length >= 3)
    .map((word) => {
      const ways = [`f.document like lower(${bind(likeAnywhere(word))})`, `f.document %> lower(${bind(word)})`];
      const turned = swapped(word.toLowerCase()).map(likeAnywhere);
      if (turned.length > 0) ways.push(`f.document like any (${bind(turned)}::text[])`);
      return `(${ways.join(' or ')})`;
    });
  if (short.length > 0) conditions.push(`f.words @@ ${query(bind, short, ':*')}`);
  return conditions.join(' and ');
}

/**
 * How well the product `p` fits: a SKU typed in full is what was meant; then whole words before beginnings before near
 * misses, the name before the brand and the SKUs before size and colour before tags and description.
 */
export function productRelevance(bind: Bind, text: string): string {
  const given = `lower(${bind(text)})`;
  const words = searchWords(text);
  const parts = [
    `case when lower(p.sku) = ${given} or p.slug = ${given} then 20 else 0 end`,
    `case when p.id in (select x.product_id from product_variants x where lower(x.sku) = ${given}) then 10 else 0 end`,
    `word_similarity(${given}, lower(p.name))`,
  ];
  if (words.length > 0) {
    const begun = query(bind, words, ':*');
    const whole = query(bind, words, '');
    parts.push(
      `(select case
          when w.words @@ ${whole} then 4
          when w.words @@ ${begun} then 2
          else word_similarity(${given}, w.document)
        end + ts_rank('{0.1, 0.3, 0.6, 1}', w.words, ${begun})
      from product_search w where w.product_id = p.id)`,
    );
  }
  return `round(coalesce((${parts.join(' + ')})::numeric, 0), 5)`;
}
