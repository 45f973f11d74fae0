import { signal } from '@preact/signals';
import type { Session } from '../../api.ts';
import { ask } from './ask.ts';

export const session = signal<Session | null>(null);

export async function openSession(): Promise<void> {
  session.value = await ask<Session>('/api/session');
  document.title = `${session.value.fleet} · Aurora`;
}

/** Changes something. */
export function tell<T>(path: string, body?: unknown): Promise<T> {
  return ask<T>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body ?? {}),
  });
}
