import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what is expected of it is the test's to say
  readonly body: any;
}

export interface Question {
  readonly method?: string;
  /** Beside or in the place of the visitor's own; undefined takes one away. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
}

/** A browser that has the page open, as far as the server can tell; what it sends is sent to the letter. */
export class Visitor {
  readonly #origin: URL;
  #headers: Record<string, string>;

  private constructor(origin: URL, headers: Record<string, string>) {
    this.#origin = origin;
    this.#headers = headers;
  }

  static stranger(url: string): Visitor {
    const { origin } = new URL(url);
    return new Visitor(new URL(origin), { origin });
  }

  /** Follows the address that was printed. */
  static async enter(url: string): Promise<Visitor> {
    const visitor = Visitor.stranger(url);
    const { pathname, search } = new URL(url);
    const { headers } = await visitor.ask(pathname + search);
    const [cookie = ''] = headers['set-cookie']?.[0]?.split(';') ?? [];
    const [, word = ''] = headers.location?.split('#word=') ?? [];
    visitor.#headers = { ...visitor.#headers, cookie, 'x-aurora-word': word };
    return visitor;
  }

  async ask(path: string, { method = 'GET', headers = {}, body }: Question = {}): Promise<Answer> {
    const response = await this.#send(method, path, headers, body);
    const content = await text(response);
    const isJson = /json/.test(response.headers['content-type'] ?? '');
    const { statusCode: status = 0 } = response;
    return { status, headers: response.headers, text: content, body: isJson ? JSON.parse(content) : undefined };
  }

  post(path: string, body?: unknown, headers: Question['headers'] = {}): Promise<Answer> {
    return this.ask(path, { method: 'POST', body: body ?? {}, headers });
  }

  /** Server-sent events, each with its name; leaving ends the stream. */
  async *events(path: string): AsyncGenerator<readonly [event: string, data: unknown]> {
    const response = await this.open(path);
    try {
      let rest = '';
      for await (const chunk of response.setEncoding('utf8') as AsyncIterable<string>) {
        const blocks = (rest + chunk).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) {
          const [, event, data] = /^event: (.*)\ndata: (.*)$/s.exec(block) ?? [];
          if (event !== undefined && data !== undefined) yield [event, JSON.parse(data)];
        }
      }
    } finally {
      response.destroy();
    }
  }

  /** An answer of which nothing has been read yet. */
  open(path: string): Promise<IncomingMessage> {
    return this.#send('GET', path, {}, undefined);
  }

  async #send(method: string, path: string, more: Question['headers'] = {}, body: unknown): Promise<IncomingMessage> {
    const content = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const given = { ...this.#headers, ...(content !== undefined && { 'content-type': 'application/json' }), ...more };
    const headers = Object.fromEntries(Object.entries(given).filter((entry) => entry[1] !== undefined));
    const { hostname: host, port } = this.#origin;
    const outgoing = request({ host, port, method, path, headers: headers as Record<string, string>, agent: false });
    outgoing.end(content);
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    return response;
  }
}
