import { connect as connectPlain } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect as connectSecurely } from 'node:tls';
import type { Reply } from './http.ts';
import { CheckFailed } from './outcome.ts';

/** Says to a server what is no HTTP, and hears what it answers before it hangs up. @throws CheckFailed where that is nothing */
export async function sayRaw(base: string, words: string, signal: AbortSignal): Promise<Reply> {
  const { protocol, hostname, port } = new URL(base);
  const host = hostname.replace(/^\[|\]$/g, '');
  const place = { host, port: Number(port || (protocol === 'https:' ? 443 : 80)) };
  const socket = protocol === 'https:' ? connectSecurely({ ...place, servername: host }) : connectPlain(place);
  const hangUp = () => socket.destroy();
  signal.addEventListener('abort', hangUp, { once: true });
  try {
    socket.write(words);
    const [head = '', body = ''] = (await text(socket)).split(/\r\n\r\n(.*)/s);
    const [first = '', ...lines] = head.split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1]);
    if (!status) throw new Error(`it said ${JSON.stringify(head.slice(0, 100))}`);
    const headers = lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    });
    return { status, headers: new Headers(headers), body };
  } catch (error) {
    signal.throwIfAborted();
    throw new CheckFailed(`what is no HTTP got no answer from ${base}: ${(error as Error).message}`, {
      where: base,
      expected: 'an answer',
      found: (error as Error).message,
    });
  } finally {
    signal.removeEventListener('abort', hangUp);
    socket.destroy();
  }
}
