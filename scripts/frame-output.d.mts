export default class Output {
  constructor(size: { width: number; height: number });
  write(
    x: number,
    y: number,
    text: string,
    options: { transformers: ((line: string, index: number) => string)[] },
  ): void;
  clip(clip: { x1: number | undefined; x2: number | undefined; y1: number | undefined; y2: number | undefined }): void;
  unclip(): void;
  get(): { output: string; height: number };
}
export const simple: RegExp;
export function piecewise(previous: string, next: string, columns: number): string | undefined;
