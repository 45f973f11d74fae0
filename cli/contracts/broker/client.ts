import { setTimeout as sleep } from 'node:timers/promises';
import { AuroraError } from '../../errors.ts';
import type { Link, Resource } from './hal.ts';

const PATIENCE_MS = 30_000;
/** Before another attempt. */
const PAUSES_MS = [250, 1000, 3000];

export interface BrokerAccess {
  readonly url: string;
  /** The whole header; undefined: the broker lets everybody in. */
  readonly authorization: string | undefined;
  readonly pausesMs?: readonly number[];
}

export interface Question {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly body?: unknown;
  /** Answers that are no failure, beside those of 2xx. */
  readonly also?: readonly number[];
}

export interface Answer {
  readonly status: number;
  readonly resource: Resource;
}

interface Heard {
  readonly status: number;
  readonly text: string;
}

type Attempt = Heard | { readonly cause: Error };

export type Ask = (url: string, question?: Question) => Promise<Answer>;

/**
 * Asks a Pact Broker, and again where it was down for a moment: all that is asked of it may be asked twice.
 * @throws AuroraError `broker_unreachable`, `broker_unauthorised`, `broker_refused`, `broker_failed`, `not_a_broker`
 */
export function createBrokerClient({ url: base, authorization, pausesMs = PAUSES_MS }: BrokerAccess): Ask {
  const { origin } = new URL(base);
  const attempt = async (url: string, { method = 'GET', body }: Question): Promise<Attempt> => {
    try {
      const response = await fetch(url, {
        method,
        headers: {
          accept: 'application/hal+json, application/json',
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(authorization !== undefined && { authorization }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      return { status: response.status, text: await response.text() };
    } catch (cause) {
      return { cause: cause as Error };
    }
  };
  return async (url, question = {}) => {
    if (new URL(url).origin !== origin) throw elsewhere(base, url);
    let result = await attempt(url, question);
    for (const pause of pausesMs) {
      if (!('cause' in result) && result.status < 500 && result.status !== 429) break;
      await sleep(pause);
      result = await attempt(url, question);
    }
    if ('cause' in result) throw unreachable(base, result.cause);
    return answerOf(base, url, question, result);
  };
}

/** Where a link leads, its variables filled in. */
export function linkTo({ href }: Link, variables: Readonly<Record<string, string>> = {}): string {
  return href.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = variables[name];
    return value === undefined ? whole : encodeURIComponent(value);
  });
}

function answerOf(base: string, url: string, question: Question, { status, text }: Heard): Answer {
  if (status === 401 || status === 403) throw unauthorised(base, status);
  const resource = jsonIn(text);
  if (status < 300 || question.also?.includes(status)) {
    if (resource === null && text !== '' && status < 300) throw notABroker(base, 'what it answers is no JSON');
    return { status, resource: resource ?? {} };
  }
  throw refused(base, url, question, status, resource);
}

function jsonIn(text: string): Resource | null {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? (value as Resource) : null;
  } catch {
    return null;
  }
}

export function notABroker(base: string, why: string): AuroraError {
  return new AuroraError('not_a_broker', `${base} is no Pact Broker, or none that Aurora can work with.`, {
    exit: 'failed',
    details: [why],
    next: `look at ${base} in a browser; a folder is given by its path`,
  });
}

function unreachable(base: string, cause: Error): AuroraError {
  const { code, message } = (cause.cause ?? cause) as NodeJS.ErrnoException;
  return new AuroraError('broker_unreachable', `${base} does not answer.`, {
    exit: 'failed',
    details: [cause.name === 'TimeoutError' ? `nothing came within ${PATIENCE_MS / 1000} s` : (code ?? message)],
    next: 'look whether the broker runs, and whether this machine reaches it; what was published already does no harm',
    cause,
  });
}

function unauthorised(base: string, status: number): AuroraError {
  return new AuroraError('broker_unauthorised', `${base} does not let this in (${status}).`, {
    exit: 'failed',
    details: ['It takes PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD, from the environment.'],
    next: 'set them to what may read and write there',
  });
}

/** A token goes nowhere but to the broker that it is for. */
function elsewhere(base: string, url: string): AuroraError {
  return new AuroraError('not_a_broker', `${base} sends on to ${new URL(url).origin}, which is somewhere else.`, {
    exit: 'failed',
    details: ['A broker behind a proxy does that until it knows its own address: its PACT_BROKER_BASE_URL'],
    next: `set the broker's PACT_BROKER_BASE_URL to ${base}, or use the address that it gives`,
  });
}

function refused(base: string, url: string, { method = 'GET' }: Question, status: number, resource: Resource | null) {
  const what = `${method} ${new URL(url).pathname}`;
  if (status >= 500) {
    return new AuroraError('broker_failed', `${base} fails: ${what} answered ${status}, again and again.`, {
      exit: 'failed',
      details: reasonsIn(resource),
      next: "look into the broker's log",
    });
  }
  return new AuroraError('broker_refused', `${base} refuses: ${what} answered ${status}.`, {
    exit: 'failed',
    details: reasonsIn(resource),
    next:
      status === 409
        ? 'commit what has changed, so that it has a version of its own; or name one with --version'
        : 'see what it says; aurora contracts publish may be repeated',
    facts: { status },
  });
}

/** `errors` is a list, or lists by the name of what is wrong; newer brokers say `notices`. */
function reasonsIn(resource: Resource | null): string[] {
  const { errors, error, notices } = Object(resource) as { errors?: unknown; error?: unknown; notices?: unknown };
  const told = (Array.isArray(notices) ? notices : []) as readonly { type?: string; text?: string }[];
  const of = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    if (Array.isArray(value)) return value.flatMap(of);
    return Object.entries(Object(value) as object).flatMap(([key, each]) => of(each).map((text) => `${key} ${text}`));
  };
  return [
    ...of(errors),
    ...of(error),
    ...told.filter(({ type }) => type === 'error').flatMap(({ text }) => text ?? []),
  ];
}
