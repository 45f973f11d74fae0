import { readMessage } from './strict-message.ts';

/** A request as a service behind the gateway sees it. */
export interface SeenRequest {
  readonly method: string;
  readonly target: string;
  /** Values by name; one name has one value. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly end: number;
}

/** Origin form (RFC 9112, section 3.2.1) of visible ASCII, without a fragment. */
const START_LINE = /^([A-Z-]+) (\/[\x21\x22\x24-\x7e]*) HTTP\/1\.1$/;
/** What speaks to the gateway alone, or what it alone may say and does not say today. */
const FORBIDDEN =
  /^(?:connection|keep-alive|proxy-(?:authenticate|authorization|connection)|te|trailer|upgrade|http2-settings|expect|forwarded|x-real-ip|x-internal-.*|.*_.*)$/;
const WEB_SOCKET = /^(?:connection: upgrade|upgrade: websocket)$/;
const SAID_BY_GATEWAY = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto'];

/**
 * The request at the beginning; undefined while some of it is missing.
 * @param webSockets whether the gateway may ask for one
 * @throws Error where a service could read it in more than one way, or where it holds what must not get through
 */
export function seenRequest(bytes: string, webSockets = false): SeenRequest | undefined {
  const message = readMessage(bytes, 0, () => 'is empty');
  if (message === undefined) return undefined;
  const { startLine, fields, body, end } = message;
  const [, method, target] = START_LINE.exec(startLine) ?? [];
  if (method === undefined || target === undefined) throw new Error(`no request line: ${JSON.stringify(startLine)}`);
  const headers: Record<string, string> = Object.create(null);
  for (const [name, value] of fields) {
    if (name in headers) throw new Error(`${name} twice`);
    const usual = name === 'connection' && /^(?:keep-alive|close)$/.test(value);
    if (FORBIDDEN.test(name) && !usual && !(webSockets && WEB_SOCKET.test(`${name}: ${value}`)))
      throw new Error(`${name}: ${value} got through`);
    if (name.startsWith('x-forwarded-') && !SAID_BY_GATEWAY.includes(name)) throw new Error(`${name} got through`);
    headers[name] = value;
  }
  // The gateway asks for the document itself.
  const must = target === '/openapi.json' ? ['host'] : ['host', ...SAID_BY_GATEWAY];
  for (const name of must) if (headers[name] === undefined) throw new Error(`no ${name}`);
  return { method, target, headers, body, end };
}
