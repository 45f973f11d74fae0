import { batch, signal } from '@preact/signals';
import type { Snapshot } from '../../api.ts';
import { pathOf, Refused } from './ask.ts';
import { remember } from './history.ts';
import { inSight } from './in-sight.ts';
import { openSession } from './session.ts';
import { word } from './word.ts';

export type Connection = 'connecting' | 'live' | 'lost' | 'refused';

export const connection = signal<Connection>('connecting');
/** The newest one; it stays while the connection is lost. */
export const snapshot = signal<Snapshot | null>(null);

const AGAIN_MS = 1_000;
/** Snapshots come each second; after so many without one the other end hangs. */
const SILENCE_MS = 6_000;

/** Follows the fleet whenever the page is in sight, until it is left. */
export async function follow(): Promise<void> {
  await inSight();
  try {
    // Asked anew each time: a dashboard that was started again wants another token of what it is told.
    await openSession();
  } catch (error) {
    connection.value = error instanceof Refused && [401, 403].includes(error.status) ? 'refused' : 'lost';
    setTimeout(follow, AGAIN_MS);
    return;
  }
  const source = new EventSource(pathOf('/api/stream', { word: word() }));
  let silence = 0;
  const end = (): void => {
    clearTimeout(silence);
    source.close();
    document.removeEventListener('visibilitychange', hidden);
  };
  const hidden = (): void => {
    end();
    void follow();
  };
  const again = (): void => {
    end();
    connection.value = 'lost';
    setTimeout(follow, AGAIN_MS);
  };
  const heard = (): void => {
    clearTimeout(silence);
    silence = window.setTimeout(again, SILENCE_MS);
  };
  heard();
  document.addEventListener('visibilitychange', hidden);
  source.addEventListener('error', again);
  source.addEventListener('snapshot', ({ data }) => {
    heard();
    batch(() => {
      connection.value = 'live';
      snapshot.value = JSON.parse(data);
      if (snapshot.value) remember(snapshot.value);
    });
  });
}
