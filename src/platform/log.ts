import { appendFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory, type Home } from './home.ts';
import { isError } from './errno.ts';
import { withoutPasswords } from './secrets.ts';

const levels = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof levels)[number];

export interface Log {
  error(message: string, facts?: Record<string, unknown>): void;
  warn(message: string, facts?: Record<string, unknown>): void;
  info(message: string, facts?: Record<string, unknown>): void;
  debug(message: string, facts?: Record<string, unknown>): void;
  readonly file: string;
}

const rotateAt = 2_000_000;
const keptFiles = 3;

/**
 * One line an event, appended by whichever process has something to say. SOLEMATE_LOG_LEVEL sets what is kept
 * (info). A log that cannot be written must not stop the shop: it is silent then.
 */
export function openLog(home: Home, level = process.env['SOLEMATE_LOG_LEVEL'] ?? 'info'): Log {
  const file = join(home.logs, 'solemate.log');
  const limit = Math.max(levels.indexOf(level as LogLevel), 0);
  let ready = false;
  const write = (at: LogLevel) => (message: string, facts?: Record<string, unknown>) => {
    if (levels.indexOf(at) > limit) return;
    try {
      if (!ready) makeDirectory(home.logs);
      ready = true;
      rotate(file);
      const more = facts === undefined ? '' : ` ${JSON.stringify(facts, withoutSecrets)}`;
      const line = `${new Date().toISOString()} ${at} ${process.pid} ${withoutPasswords(oneLine(message))}${more}\n`;
      appendFileSync(file, line, { mode: 0o600 });
    } catch {
      ready = false;
    }
  };
  return { error: write('error'), warn: write('warn'), info: write('info'), debug: write('debug'), file };
}

/** solemate.log, .1, .2, .3: another process may do it at the same moment, which at worst costs an old file. */
function rotate(file: string): void {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats || stats.size < rotateAt) return;
  rmSync(`${file}.${keptFiles}`, { force: true });
  for (let number = keptFiles - 1; number >= 0; number -= 1) {
    const from = number === 0 ? file : `${file}.${number}`;
    if (statSync(from, { throwIfNoEntry: false })) renameSync(from, `${file}.${number + 1}`);
  }
}

function withoutSecrets(this: unknown, key: string, value: unknown): unknown {
  if (/password|token|secret|key$/iu.test(key)) return '***';
  if (isError(value)) return { name: value.name, message: withoutPasswords(value.message), stack: value.stack };
  return typeof value === 'string' ? withoutPasswords(value) : value;
}

function oneLine(text: string): string {
  return text.replace(/[\r\n]+/gu, ' ');
}
