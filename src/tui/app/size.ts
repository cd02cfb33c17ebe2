import type { Layout, Size } from './screen.ts';

export function sizeOf(columns: number, rows: number): Size {
  return { columns, rows, layout: layoutOf(columns, rows) };
}

function layoutOf(columns: number, rows: number): Layout {
  if (columns < 60 || rows < 16) return 'handheld';
  return columns >= 120 ? 'wide' : 'normal';
}
