/** A SKU or barcode is the same one in capitals or not. PostgreSQL says so in the end (article_codes); a file is told before. */
export const foldedCode = (code: string): string => code.toLowerCase();
