/**
 * Shopify products have up to three options with free names; ours have a size and a colour. So:
 * - the one option "Title" with the value "Default Title" means: no options, one variant;
 * - an option named like a size is the size, one named like a colour is the colour (in the languages of the shops
 *   around us); of two alike the first is taken so, the second is treated as below;
 * - any other option that has one and the same value on every variant is an attribute of the product;
 * - any other option that varies must still tell variants apart: a width, fit or length is added to the size
 *   ("42 / Wide"), everything else to the colour ("Black / Leather"), with a warning that says so.
 */
export interface OptionPlan {
  /** Places (0 to 2) in the variant's option values, joined by " / ". */
  readonly size: readonly number[];
  readonly color: readonly number[];
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  readonly warnings: readonly string[];
}

const sizeWords =
  /^(?:.*\bsize\b.*|sizes|gr(?:ö|o|oe)(?:ß|ss)e|schuhgr(?:ö|oe)(?:ß|ss)e|taille|pointure|talla|taglia|maat|tamanho|rozmiar|サイズ|尺码|尺寸)$/iu;
const colorWords = /^(?:.*\bcolou?rs?\b.*|colou?rway|farbe|couleur|coloris|colore|kleur|cor|kolor|カラー|色|颜色)$/iu;
const sizeLike = /\b(?:width|fit|length|inseam|cup|weite|breite|länge|largeur|longueur|ancho|largo|waist|leg)\b/iu;

type Values = readonly [string, string, string];

/** @param names the product's option names, '' where there is none. @param variants option values of every variant. */
export function planOptions(names: Values, variants: readonly Values[]): OptionPlan {
  const size: number[] = [];
  const color: number[] = [];
  const extraSize: number[] = [];
  const extraColor: number[] = [];
  const attributes: { name: string; value: string }[] = [];
  const warnings: string[] = [];
  for (const [place, name] of names.entries()) {
    if (name === '' || isDefault(place, name, variants)) continue;
    if (sizeWords.test(name) && size.length === 0) size.push(place);
    else if (colorWords.test(name) && color.length === 0) color.push(place);
    else {
      const values = new Set(variants.map((values) => values[place] ?? ''));
      const [only] = values;
      if (values.size === 1 && only) attributes.push({ name, value: only });
      else if (values.size > 1) {
        const toSize = sizeLike.test(name) || sizeWords.test(name);
        (toSize ? extraSize : extraColor).push(place);
        warnings.push(`option "${name}" is kept as part of the ${toSize ? 'size' : 'colour'}`);
      }
    }
  }
  return { size: [...size, ...extraSize], color: [...color, ...extraColor], attributes, warnings };
}

/** The text of a slot, null when the variant has nothing in it. */
export function optionText(values: Values, places: readonly number[]): string | null {
  const parts = places.map((place) => values[place] ?? '').filter((value) => value !== '');
  return parts.length === 0 ? null : parts.join(' / ');
}

function isDefault(place: number, name: string, variants: readonly Values[]): boolean {
  return name.toLowerCase() === 'title' && variants.every((values) => isDefaultTitle(values[place] ?? ''));
}

export const isDefaultTitle = (value: string) => value === '' || value.toLowerCase() === 'default title';
