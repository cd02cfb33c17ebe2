import { Box } from 'ink';
import { useMemo, type ReactElement, type ReactNode } from 'react';
import { BoxContext } from './context.ts';
import { useModal } from './hooks.ts';
import type { Overlay } from './overlay.ts';
import { Confirm } from './overlays/Confirm.tsx';
import { Conflict } from './overlays/Conflict.tsx';
import { Form } from './overlays/Form.tsx';
import { Help } from './overlays/Help.tsx';
import { Menu } from './overlays/Menu.tsx';
import { Palette } from './overlays/Palette.tsx';
import { Prompt } from './overlays/Prompt.tsx';

export interface OverlayViewProps {
  readonly overlay: Exclude<Overlay, { kind: 'filter' }>;
  /** The body that it lies over. */
  readonly columns: number;
  readonly rows: number;
}

/** Whatever lies over the screen: in the middle, the screen still there around it, all keys its own. */
export function OverlayView({ overlay, columns, rows }: OverlayViewProps): ReactElement {
  useModal('dialog');
  const wide = ['palette', 'help', 'form', 'conflict', 'panel'].includes(overlay.kind);
  const width = Math.min(columns, wide ? 100 : 72);
  const left = Math.floor((columns - width) / 2);
  const top = rows > 20 && !wide ? 3 : rows > 12 ? 1 : 0;
  const box = useMemo(() => ({ left, top, width }), [left, top, width]);
  return (
    <Box position="absolute" top={top} left={left} width={width} height={Math.max(1, rows - top)} overflowY="hidden">
      <BoxContext value={box}>
        <Content overlay={overlay} width={width} height={rows - top} />
      </BoxContext>
    </Box>
  );
}

interface ContentProps {
  readonly overlay: OverlayViewProps['overlay'];
  readonly width: number;
  readonly height: number;
}

function Content({ overlay, width, height }: ContentProps): ReactNode {
  switch (overlay.kind) {
    case 'confirm':
      return <Confirm request={overlay.request} width={width} height={height} done={overlay.answer} />;
    case 'menu':
      return <Menu request={overlay.request} width={width} height={height} done={overlay.answer} />;
    case 'prompt':
      return <Prompt request={overlay.request} width={width} done={overlay.answer} />;
    case 'form':
      return <Form request={overlay.request} width={width} height={height} done={overlay.answer} />;
    case 'conflict':
      return <Conflict request={overlay.request} width={width} height={height} done={overlay.answer} />;
    case 'panel':
      return <overlay.content width={width} height={height} done={overlay.answer} />;
    case 'palette':
      return <Palette here={overlay.here} width={width} height={height} done={overlay.answer} />;
    case 'help':
      return <Help here={overlay.here} width={width} height={height} done={overlay.answer} />;
  }
}
