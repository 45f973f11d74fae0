/** A message as its bytes say it, and not one liberty taken: what RFC 9112 forbids a sender is an error here. */
export interface Message {
  readonly startLine: string;
  /** In the order of the wire, names in lower case. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  /** The offset after it. */
  readonly end: number;
}

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Nothing but visible characters, bytes over 127, and single spaces and tabs between them (RFC 9110, section 5.5). */
const VALUE = /^(?:[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?)?$/;

/** Where a message that has no length of its own ends. */
export type Unframed = 'is empty' | 'lasts until the connection ends';

/**
 * The message that begins at `start` of `bytes` (latin1); undefined while some of it is missing.
 * @param unframed what a head means that has neither a Content-Length nor a Transfer-Encoding; undefined: no body follows, whatever it says
 * @throws Error where the bytes are no valid message
 */
export function readMessage(
  bytes: string,
  start: number,
  unframed: (startLine: string) => Unframed | undefined,
  ended = false,
): Message | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n', start);
  if (headEnd === -1) return undefined;
  const [startLine = '', ...lines] = bytes.slice(start, headEnd).split('\r\n');
  const fields = lines.map(readField);
  const bodyStart = headEnd + 4;
  const rest = unframed(startLine);
  if (rest === undefined) return { startLine, fields, body: '', end: bodyStart };
  const lengths = fields.filter(([name]) => name === 'content-length').map(([, value]) => value);
  const codings = fields.filter(([name]) => name === 'transfer-encoding').map(([, value]) => value);
  if (lengths.length + codings.length > 1) throw new Error(`${startLine}: more than one framing`);
  if (codings.length === 1) {
    if (codings[0] !== 'chunked') throw new Error(`${startLine}: the transfer coding is ${codings[0]}`);
    const chunked = readChunks(bytes, bodyStart);
    return chunked && { startLine, fields, ...chunked };
  }
  if (lengths.length === 0 && rest === 'lasts until the connection ends') {
    return ended ? { startLine, fields, body: bytes.slice(bodyStart), end: bytes.length } : undefined;
  }
  const [length = '0'] = lengths;
  if (!/^\d{1,15}$/.test(length)) throw new Error(`${startLine}: the length is ${length}`);
  const end = bodyStart + Number(length);
  return end > bytes.length ? undefined : { startLine, fields, body: bytes.slice(bodyStart, end), end };
}

function readField(line: string): [string, string] {
  const colon = line.indexOf(':');
  const name = line.slice(0, colon);
  const value = line.slice(colon + 1).replace(/^[ \t]*|[ \t]*$/g, '');
  if (colon === -1 || !NAME.test(name) || !VALUE.test(value)) throw new Error(`no field: ${JSON.stringify(line)}`);
  return [name.toLowerCase(), value];
}

/** Sizes without extensions, and no trailers: neither has a meaning here, and each has been used to smuggle. */
function readChunks(bytes: string, start: number): { body: string; end: number } | undefined {
  const pieces: string[] = [];
  for (let at = start; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd === -1) return undefined;
    const line = bytes.slice(at, lineEnd);
    if (!/^[\da-f]{1,8}$/i.test(line)) throw new Error(`no chunk size: ${JSON.stringify(line)}`);
    const size = Number.parseInt(line, 16);
    const end = lineEnd + 2 + size;
    if (end + 2 > bytes.length) return undefined;
    if (bytes.slice(end, end + 2) !== '\r\n') throw new Error('a chunk that does not end where it says');
    if (size === 0) return { body: pieces.join(''), end: end + 2 };
    pieces.push(bytes.slice(lineEnd + 2, end));
    at = end + 2;
  }
}
