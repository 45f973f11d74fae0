import { word } from './word.ts';

/** What a call was refused with; `next` is the command to type. */
export class Refused extends Error {
  readonly status: number;
  readonly next: string | undefined;
  constructor(status: number, detail: string, next?: string) {
    super(detail);
    this.status = status;
    this.next = next;
  }
}

export type Params = Readonly<Record<string, string | number | boolean | undefined>>;

/** A path with those parameters that say something. */
export function pathOf(path: string, params: Params = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined && value !== '' && value !== false) query.set(name, String(value));
  }
  return query.size > 0 ? `${path}?${query}` : path;
}

/** @throws Refused, also where nobody answers (status 0) */
export async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const headers = { ...init.headers, 'x-aurora-word': word() };
  const response = await fetch(path, { ...init, headers }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Refused(0, 'The dashboard does not answer.', 'aurora dashboard');
  });
  const text = await response.text();
  const body = text === '' ? undefined : parse(text);
  if (response.ok) return body as T;
  const problem = (typeof body === 'object' ? body : {}) as { detail?: string; title?: string; next?: string };
  throw new Refused(
    response.status,
    problem.detail ?? problem.title ?? `The answer was ${response.status}.`,
    problem.next,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // what stands in front of the dashboard may answer with anything
  }
}
