/** What a client gets for a case, and what a service may have seen of it. */
export interface HostileCase {
  readonly name: string;
  /** Written as it is, latin1. */
  readonly bytes: string;
  /**
   * `dies`: answered with `status`, and the connection is closed: nothing after it is read any more.
   * `refused`: answered with `status`, and the next request over the connection is served.
   * `passes`: a service sees it, once.
   * `dropped`: the connection is closed without a word.
   */
  readonly is: 'dies' | 'refused' | 'passes' | 'dropped';
  readonly status?: number;
  /** The head may have been passed on before the rest turned out to be wrong: a service then sees it cut off. */
  readonly cut?: true;
  /** Node itself answers, without a body. */
  readonly bare?: true;
  /** The answer is the last one over the connection. */
  readonly closes?: true;
  readonly seen?: Seen;
}

/** What a service saw. */
export interface Seen {
  readonly method?: string;
  readonly target?: string;
  readonly body?: string;
  /** Values by name; undefined: not there. */
  readonly headers?: Readonly<Record<string, string | RegExp | undefined>>;
}

export const dies = (name: string, bytes: string, status = 400): HostileCase => ({ name, bytes, is: 'dies', status });
/** As `dies`, in the midst of a body. */
export const diesMidway = (name: string, bytes: string, status = 400): HostileCase => ({
  ...dies(name, bytes, status),
  cut: true,
});
export const refused = (name: string, bytes: string, status = 400): HostileCase => ({
  name,
  bytes,
  is: 'refused',
  status,
});
export const passes = (name: string, bytes: string, seen: Seen = {}): HostileCase => ({
  name,
  bytes,
  is: 'passes',
  seen,
});
export const dropped = (name: string, bytes: string): HostileCase => ({ name, bytes, is: 'dropped' });

/** A path that needs no token. */
export const OPEN = '/api/v1/open';
/** A request with these lines after its Host. */
export const get = (...lines: string[]): string => request(`GET ${OPEN} HTTP/1.1`, 'Host: a', ...lines);
/** The same with a body; the lines say how it is framed. */
export const post = (lines: readonly string[], body: string): string =>
  request(`POST ${OPEN} HTTP/1.1`, 'Host: a', ...lines) + body;
export const request = (...lines: string[]): string => `${lines.join('\r\n')}\r\n\r\n`;
export const chunked = (body: string, ...more: string[]): string => post(['Transfer-Encoding: chunked', ...more], body);
