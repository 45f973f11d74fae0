import { CheckFailed } from './contract.ts';

export interface Question {
  readonly method?: string;
  readonly token?: string;
  /** JSON, or a form as it is. */
  readonly body?: unknown;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON. */
  readonly body: unknown;
}

const TIMEOUT_MS = 10_000;

/** One request, as a client would send it. @throws CheckFailed when there is no answer */
export async function ask(url: string, { method = 'GET', token, body }: Question = {}): Promise<Reply> {
  const headers = {
    ...(token && { authorization: `Bearer ${token}` }),
    ...(body !== undefined && !(body instanceof FormData) && { 'content-type': 'application/json' }),
  };
  const payload = body instanceof FormData ? body : JSON.stringify(body);
  const init = { method, headers, signal: AbortSignal.timeout(TIMEOUT_MS) };
  try {
    const response = await fetch(url, { ...init, ...(body !== undefined && { body: payload }) });
    const text = await response.text();
    const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  } catch (error) {
    const { message, cause } = error as Error;
    const reason = cause instanceof Error ? cause.message : message;
    throw new CheckFailed(`${method} ${url} got no answer: ${reason}`);
  }
}

/** The same, when only one status will do. @throws CheckFailed */
export async function expectStatus(status: number, url: string, question: Question = {}): Promise<Reply> {
  const reply = await ask(url, question);
  if (reply.status === status) return reply;
  const { code, detail } = Object(reply.body) as { code?: string; detail?: string };
  const said = [code, detail].filter(Boolean).join(': ');
  throw new CheckFailed(
    `${question.method ?? 'GET'} ${url} answered ${reply.status}, not ${status}${said && ` (${said})`}`,
  );
}
