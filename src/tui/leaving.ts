import process from 'node:process';

const leaveWithin = 5000;

/** The first wish to leave, whoever has it: the person, a signal, a terminal that is gone. */
export interface Leaving {
  readonly leave: (code: number) => void;
  readonly code: Promise<number>;
  /** The exit code, once leaving was asked for. */
  readonly asked: () => number | undefined;
}

/**
 * From before the store opens until the process ends: a hang-up comes more than once (from the kernel and from the
 * shell), and one that found nobody listening would end the process with the embedded server running on.
 */
export function listenToProcess(): Leaving {
  const left = Promise.withResolvers<number>();
  let asked: number | undefined;
  const leave = (code: number) => {
    asked ??= code;
    left.resolve(code);
  };
  const interrupt = () => {
    // Asked twice by a person: what is going on does not let itself be stopped.
    if (asked !== undefined) process.exit(128 + 2);
    leave(128 + 2);
  };
  // Whoever ends us waits some ten seconds before the kill: a database that says nothing must not take us that far.
  const endSoon = (code: number) => {
    leave(code);
    setTimeout(() => process.exit(code), leaveWithin).unref();
  };
  const terminate = () => endSoon(128 + 15);
  const gone = () => endSoon(128 + 1);
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', terminate);
  process.on('SIGHUP', gone);
  process.stdout.on('error', gone);
  return { leave, code: left.promise, asked: () => asked };
}
