/** What a terminal sends to end a program: Ctrl-C, `kill`, its own end. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Says what the next of these signals does, in the place of what it did so far. */
export type React = (reaction: () => void) => void;

/** Does something during which these signals never end the process by themselves, not even between two reactions. */
export async function withTerminalSignals<T>(work: (react: React) => Promise<T>): Promise<T> {
  let reaction: () => void = () => process.exit(130);
  const listen = () => reaction();
  for (const signal of SIGNALS) process.on(signal, listen);
  try {
    return await work((next) => {
      reaction = next;
    });
  } finally {
    for (const signal of SIGNALS) process.off(signal, listen);
  }
}

/** Aborts at the first signal; the second one ends this process at once. */
export function abortable(react: React): AbortSignal {
  const abort = new AbortController();
  react(() => {
    if (abort.signal.aborted) process.exit(130);
    abort.abort();
  });
  return abort.signal;
}
