import { createContext, useContext } from 'react';
import type { Place, Shell } from './shell.ts';

export const ShellContext = createContext<Shell | undefined>(undefined);
export const PlaceContext = createContext<Place | undefined>(undefined);

/** How high a component's keys stand: 1 in a screen, more in what lies over it. */
export const LevelContext = createContext(1);

/** Where a component's box is, in cells of the screen's body: clicks are counted from it, and none beside it is heard. */
export const BoxContext = createContext({ left: 0, top: 0, width: Infinity });

export function useShell(): Shell {
  const shell = useContext(ShellContext);
  if (!shell) throw new Error('This is used outside the terminal app.');
  return shell;
}

export function usePlace(): Place {
  const place = useContext(PlaceContext);
  if (!place) throw new Error('This is used outside a screen.');
  return place;
}
