/**
 * Lines that will soon be shown are made ready while nobody waits. Whatever in the renderer remembers what it worked out
 * for a text says so here, which only the built program's does (scripts/build.mjs): `make` asks them all.
 */
const asked: ((line: string) => unknown)[] = [];

export const readyLines = {
  rememberedBy: (one: (line: string) => unknown): void => void asked.push(one),
  make: (line: string): void => {
    for (const one of asked) one(line);
  },
};
