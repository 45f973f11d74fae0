import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { LogRecord } from '../../../../observe/log-record.ts';
import { ask, type Params, pathOf, type Refused } from '../../wire/ask.ts';

/** Lines that stay; what is older makes room. */
const MOST = 50_000;
/** Lines that are asked for to begin with. */
const BEFORE = 5_000;
const AGAIN_MS = 1_000;

export interface Log {
  readonly lines: readonly LogRecord[];
  /** How many have made room. */
  readonly dropped: number;
  readonly loaded: boolean;
  readonly refused: Refused | undefined;
}

const NOTHING: Log = { lines: [], dropped: 0, loaded: false, refused: undefined };

/** What was logged, and what comes; anew when the filters change. `minutes`: how far back. */
export function useLog(filters: Params, minutes: number | undefined): Log {
  const log = useSignal<Log>(NOTHING);
  const key = JSON.stringify([filters, minutes]);
  useEffect(() => {
    const leaving = new AbortController();
    log.value = NOTHING;
    let tail: EventSource | undefined;
    let timer = 0;

    const begin = async (): Promise<void> => {
      // Lines that come while the older ones are asked for are in both.
      let early: LogRecord[] | null = [];
      tail = new EventSource(pathOf('/api/logs/stream', filters));
      tail.addEventListener('lines', ({ data }) => {
        const lines: LogRecord[] = JSON.parse(data);
        if (early) early.push(...lines);
        else add(lines);
      });
      tail.addEventListener('error', again);
      try {
        const since = minutes && new Date(Date.now() - minutes * 60_000).toISOString();
        const lines = await ask<LogRecord[]>(pathOf('/api/logs', { ...filters, since, limit: BEFORE }), leaving);
        const known = new Set(lines.slice(-early.length * 2 - 1_000).map((line) => JSON.stringify(line)));
        const fresh = early.filter((line) => !known.has(JSON.stringify(line)));
        early = null;
        log.value = { lines: [...lines, ...fresh], dropped: 0, loaded: true, refused: undefined };
      } catch (error) {
        if (leaving.signal.aborted) return;
        log.value = { ...log.peek(), loaded: true, refused: error as Refused };
      }
    };
    const add = (lines: readonly LogRecord[]): void => {
      if (lines.length === 0) return;
      const before = log.peek();
      const all = [...before.lines, ...lines];
      const over = Math.max(0, all.length - MOST);
      log.value = { ...before, lines: over > 0 ? all.slice(over) : all, dropped: before.dropped + over };
    };
    const again = (): void => {
      tail?.close();
      clearTimeout(timer);
      if (!leaving.signal.aborted) timer = window.setTimeout(begin, AGAIN_MS);
    };
    void begin();
    return () => {
      leaving.abort();
      tail?.close();
      clearTimeout(timer);
    };
  }, [key, log]);
  return log.value;
}
