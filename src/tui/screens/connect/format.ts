import type { ConnectionStep } from '../../app/connecting.ts';
import type { Theme, Tone } from '../../theme/theme.ts';
import { wrap, type Spans } from '../../widgets/spans.ts';
import type { Guided } from './guide.ts';

const order: readonly ConnectionStep['step'][] = ['reach', 'log in', 'version', 'schema', 'role', 'staff'];

const looks: Readonly<Record<ConnectionStep['level'], { tone: Tone; glyph: 'ok' | 'warning' | 'bad' }>> = {
  ok: { tone: 'good', glyph: 'ok' },
  warning: { tone: 'waiting', glyph: 'warning' },
  problem: { tone: 'bad', glyph: 'bad' },
};

/** What was answered (`where` without a password) and what each step found. Pure. */
export function connectLines(
  guided: Guided,
  where: string,
  key: string,
  width: number,
  theme: Theme,
): readonly Spans[] {
  const { connection, steps, phase, failed } = guided;
  const inner = Math.max(10, width - 14);
  if (connection.url === '') {
    const what =
      'Any PostgreSQL from 15 on. You are asked where it is, whether the line is encrypted, for a command that prints the ' +
      'password, and how it shall be called. It is tried step by step before anything is kept.';
    return [
      ...wrap(what, Math.max(10, width - 2)).map((text): Spans => [` ${text}`]),
      [],
      [' ', ['key', key], ' begins'],
    ];
  }
  const answers: Spans[] = [
    [['strong', ` ${connection.name}`], ` ${theme.glyphs.dot} ${connection.kind} ${theme.glyphs.dot} ${where}`],
    [],
  ];
  const tried = steps.flatMap(({ step, level, found, hint }): Spans[] => {
    const { tone, glyph } = looks[level];
    const lines = wrap(found, inner).map((text, index): Spans => [
      [tone, index === 0 ? ` ${theme.glyphs[glyph]} ${step.padEnd(9)} ` : ' '.repeat(13)],
      text,
    ]);
    const help = hint === '' ? [] : wrap(hint, inner).map((text): Spans => [' '.repeat(13), ['strong', text]]);
    return [...lines, ...help];
  });
  const left = phase === 'testing' ? order.slice(steps.length).map((step): Spans => [['dim', `   ${step}`]]) : [];
  const bad = failed === '' ? [] : wrap(failed, inner).map((text): Spans => [[`bad`, ` ${theme.glyphs.bad} ${text}`]]);
  return [...answers, ...tried, ...left, ...bad, [], ...outcome(guided, key)];
}

function outcome({ phase, connection }: Guided, key: string): Spans[] {
  switch (phase) {
    case 'testing':
      return [[['dim', ' Trying it']]];
    case 'saved':
      return [[' Open it with ', ['strong', `solemate --profile ${connection.name}`]]];
    case 'tested':
    case 'asking':
      return [[' ', ['key', key], ' goes through the answers again']];
  }
}
