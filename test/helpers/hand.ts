import type { TestTerminal } from './terminal.ts';

/** A person's hand on the keyboard, which counts what it presses: each key and each typed character is one. */
export interface Hand {
  press(...keys: readonly string[]): Promise<void>;
  type(text: string): Promise<void>;
  keys(): number;
}

export function handOn(app: TestTerminal): Hand {
  let keys = 0;
  return {
    keys: () => keys,
    async press(...pressed) {
      keys += pressed.length;
      await app.press(...pressed);
    },
    async type(text) {
      keys += text.length;
      await app.type(text);
    },
  };
}
