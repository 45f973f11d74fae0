import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { LogRecord } from '../../../../observe/log-record.ts';
import { ask, type Params, pathOf, type Refused } from '../../wire/ask.ts';
import { inSight } from '../../wire/in-sight.ts';
import { word } from '../../wire/word.ts';

/** Lines that stay; what is older makes room. */
const MOST = 50_000;
/** Lines that are asked for to begin with. */
const BEFORE = 5_000;
const AGAIN_MS = 1_000;

export interface Log {
  readonly lines: readonly LogRecord[];
  /** How many have made room. */
  readonly dropped: number;
  /** How many came faster than the page took them, and are not there. */
  readonly missed: number;
  readonly loaded: boolean;
  readonly refused: Refused | undefined;
}

const NOTHING: Log = { lines: [], dropped: 0, missed: 0, loaded: false, refused: undefined };

/** What was logged, and what comes; anew when the filters change. `minutes`: how far back; without a number all there is. */
export function useLog(filters: Params, minutes: number): Log {
  const log = useSignal<Log>(NOTHING);
  const key = JSON.stringify([filters, minutes]);
  useEffect(() => {
    const leaving = new AbortController();
    log.value = NOTHING;
    let tail: EventSource | undefined;
    let timer = 0;
    let turn = 0;

    const begin = async (): Promise<void> => {
      await inSight();
      if (leaving.signal.aborted) return;
      const mine = ++turn;
      const { lines: kept } = log.peek();
      // Lines that come while the older ones are asked for are in both.
      let early: LogRecord[] | null = [];
      tail = new EventSource(pathOf('/api/logs/stream', { ...filters, word: word() }));
      tail.addEventListener('lines', ({ data }) => {
        const lines: LogRecord[] = JSON.parse(data);
        if (early) early.push(...lines);
        else add(lines);
      });
      tail.addEventListener('dropped', ({ data }) => {
        log.value = { ...log.peek(), missed: log.peek().missed + JSON.parse(data).lines };
      });
      tail.addEventListener('error', again);
      try {
        const since = kept.findLast(({ time }) => Date.parse(time ?? '') > 0)?.time ?? beginOf(minutes);
        const asked = pathOf('/api/logs', { ...filters, since, limit: BEFORE });
        const found = await ask<LogRecord[]>(asked, leaving);
        if (mine !== turn) return;
        const lines = found.filter(unknownTo(kept.slice(-BEFORE)));
        const all = [...lines, ...early.filter(unknownTo([...kept.slice(-BEFORE), ...lines]))];
        early = null;
        // Where there were more than were asked for, some are missing before them.
        if (found.length >= BEFORE) log.value = { ...NOTHING, loaded: true };
        log.value = { ...log.peek(), loaded: true, refused: undefined };
        add(all);
      } catch (error) {
        if (leaving.signal.aborted || mine !== turn) return;
        log.value = { ...log.peek(), loaded: true, refused: error as Refused };
        again();
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
    const hidden = (): void => {
      if (document.hidden) again();
    };
    document.addEventListener('visibilitychange', hidden);
    void begin();
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      leaving.abort();
      tail?.close();
      clearTimeout(timer);
    };
  }, [key, log]);
  return log.value;
}

function beginOf(minutes: number): string {
  return new Date(minutes > 0 ? Date.now() - minutes * 60_000 : 0).toISOString();
}

function unknownTo(lines: readonly LogRecord[]): (line: LogRecord) => boolean {
  const known = new Set(lines.map((line) => JSON.stringify(line)));
  return (line) => !known.has(JSON.stringify(line));
}
