/** What to write over the line `previous` so that the line `next` stands there. */
export default function lineUpdate(previous: string, next: string, columns: number): string;
