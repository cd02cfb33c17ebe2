/** Digits five rows high, to be read at arm's length. Three cells wide each. */
const font: Readonly<Record<string, readonly [string, string, string, string, string]>> = {
  '0': ['###', '# #', '# #', '# #', '###'],
  '1': [' # ', '## ', ' # ', ' # ', '###'],
  '2': ['###', '  #', '###', '#  ', '###'],
  '3': ['###', '  #', ' ##', '  #', '###'],
  '4': ['# #', '# #', '###', '  #', '  #'],
  '5': ['###', '#  ', '###', '  #', '###'],
  '6': ['###', '#  ', '###', '# #', '###'],
  '7': ['###', '  #', '  #', ' # ', ' # '],
  '8': ['###', '# #', '###', '# #', '###'],
  '9': ['###', '# #', '###', '  #', '###'],
};

export const bigHeight = 5;

export const bigWidth = (number: number): number => String(number).length * 4 - 1;

/** A whole number, drawn with `ink` (one cell wide). */
export function bigNumber(number: number, ink: string): readonly string[] {
  const digits = Array.from(String(number), (digit) => font[digit]);
  return Array.from({ length: bigHeight }, (_, row) =>
    digits.map((shape) => (shape?.[row] ?? '   ').replaceAll('#', ink)).join(' '),
  );
}
