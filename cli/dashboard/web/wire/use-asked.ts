import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import { ask, type Refused } from './ask.ts';
import { inSight } from './in-sight.ts';

export interface Asked<T> {
  /** The newest answer; it stays while it is asked for anew. */
  readonly value: T | undefined;
  readonly refused: Refused | undefined;
  readonly again: () => Promise<void>;
}

/** The answer to a path, asked again every so often while the page is in sight; null: nothing is asked. */
export function useAsked<T>(path: string | null, everyMs?: number): Asked<T> {
  const state = useSignal<{ path: string | null; value?: T; refused?: Refused }>({ path: null });
  const once = useCallback(
    async (signal?: AbortSignal) => {
      if (path === null) return;
      try {
        const value = await ask<T>(path, signal ? { signal } : {});
        if (!signal?.aborted) state.value = { path, value };
      } catch (error) {
        if (!signal?.aborted) state.value = { ...state.peek(), refused: error as Refused };
      }
    },
    [path, state],
  );
  useEffect(() => {
    const leaving = new AbortController();
    let timer = 0;
    const round = async (): Promise<void> => {
      await inSight();
      if (leaving.signal.aborted) return;
      await once(leaving.signal);
      if (everyMs !== undefined && !leaving.signal.aborted) timer = window.setTimeout(round, everyMs);
    };
    void round();
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [once, everyMs]);
  const { value, refused } = state.value;
  return { value: path === null ? undefined : value, refused, again: () => once() };
}
