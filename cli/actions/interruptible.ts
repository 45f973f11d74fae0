/** What a terminal sends to end a program: Ctrl-C, `kill`, its own end. */
export const TERMINAL_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Does something that the first of these signals takes back; the second one ends this process at once. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupt = new AbortController();
  const listen = () => {
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort();
  };
  for (const signal of TERMINAL_SIGNALS) process.on(signal, listen);
  try {
    return await work(interrupt.signal);
  } finally {
    for (const signal of TERMINAL_SIGNALS) process.off(signal, listen);
  }
}
