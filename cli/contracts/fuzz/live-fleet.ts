import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Surroundings } from './arbitrary.ts';
import { collectionOf, type Operation } from './document.ts';
import { type Draft, type DraftBody, goodDrafts, type Known } from './draft.ts';
import type { Entry } from './entry.ts';
import { Ledger } from './ledger.ts';
import { Existing, Fresh, type Mark, settled } from './marks.ts';
import type { Reply, Sent, Wire } from './send.ts';

export interface Tokens {
  readonly all: string;
  readonly other: string;
}

/** Tries at making one of a kind: values that must be unique may be taken. */
const TRIES = 20;

/** The running fleet as requests meet it: settles what drafts leave open, sends them, and remembers what it made. */
export class LiveFleet {
  readonly ledger = new Ledger();
  readonly #wire: Wire;
  readonly #tokens: Tokens;
  readonly #salt: string;
  readonly #known: Known;
  readonly #makers: ReadonlyMap<string, { readonly entry: Entry; readonly around: Surroundings }>;
  readonly #stock = new Map<string, string>();
  /** Queries that a service has told, by the operation that they are for. */
  readonly #told = new Map<string, { readonly url: URL; readonly by: string }>();
  #count = 0;

  /** @param makers by collection, the operation that makes one of it */
  constructor(
    wire: Wire,
    tokens: Tokens,
    salt: string,
    known: Known,
    makers: ReadonlyMap<string, { readonly entry: Entry; readonly around: Surroundings }>,
  ) {
    this.#wire = wire;
    this.#tokens = tokens;
    this.#salt = salt;
    this.#known = known;
    this.#makers = makers;
  }

  /** Sends a draft to where its operation is served. */
  async ask(entry: Entry, draft: Draft): Promise<{ readonly sent: Sent; readonly reply: Reply }> {
    const sent = await this.#settle(entry, draft);
    if (sent.method === 'PUT') await this.#keep(sent);
    return { sent, reply: await this.send(sent) };
  }

  async send(sent: Sent): Promise<Reply> {
    const reply = await this.#wire.send(sent);
    this.ledger.note(sent, reply);
    this.#hear(sent, reply);
    return reply;
  }

  /** The same with nothing but a token. */
  get(url: string): Promise<Reply> {
    return this.send({ method: 'GET', url, headers: this.#authorized('all'), body: undefined });
  }

  async #settle({ baseUrl, operation }: Entry, draft: Draft): Promise<Sent> {
    const put = (mark: Mark) => this.#valueOf(mark);
    const place = (await settled(draft.place, put)) as Record<string, string>;
    const told = needsToBeTold(operation) ? await this.#toldAnew(operation.key) : undefined;
    const path = draft.path.replace(/\{(\w+)\}/g, (_, name: string) => segment(place[name] ?? ''));
    const query = draft.query.filter(Boolean).join('&');
    const search = told ? told.search : query && `?${query}`;
    // What was told is good as a whole; what is planted in its path keeps the rest of it.
    const planted = Object.values(draft.place).some((each) => typeof each === 'string');
    if (needsToBeTold(operation) && !told && !planted) throw new RangeError('No answer has told the way there.');
    const url = told && !planted ? told.href : `${baseUrl}${path}${search}`;
    const headers = (await settled(draft.headers, put)) as Record<string, string>;
    const body = draft.body && (await this.#bodyOf(draft.body, put));
    return {
      method: draft.method,
      url,
      headers: { ...this.#authorized(draft.token), ...headers, ...body?.headers },
      body: body?.bytes,
    };
  }

  async #bodyOf(body: DraftBody, put: (mark: Mark) => Promise<string>) {
    if (body.kind === 'json') {
      const bytes = Buffer.from(JSON.stringify(await settled(body.value, put)));
      return { bytes, headers: { 'content-type': 'application/json' } };
    }
    if (body.kind === 'raw') {
      const headers: Record<string, string> = body.mediaType === undefined ? {} : { 'content-type': body.mediaType };
      return { bytes: Buffer.from(body.bytes, 'latin1'), headers };
    }
    return formOf(body.files);
  }

  #authorized(token: Draft['token']): Record<string, string> {
    if (token === 'none') return {};
    return { authorization: `Bearer ${token === 'broken' ? 'x.broken' : this.#tokens[token]}` };
  }

  async #valueOf(mark: Mark): Promise<string> {
    if (mark instanceof Existing) return this.existing(mark.collection, mark.nth);
    if (mark instanceof Fresh) return this.#make(mark.collection);
    this.#count += 1;
    return `${this.#salt}-${this.#count}-${mark.text}`;
  }

  /** @throws RangeError where none can be made */
  async existing(collection: string, nth: number): Promise<string> {
    const key = `${collection} ${nth}`;
    const id = this.#stock.get(key) ?? (await this.#make(collection));
    this.#stock.set(key, id);
    return id;
  }

  async #make(collection: string): Promise<string> {
    const maker = this.#makers.get(collection);
    if (!maker) throw new RangeError(`Nothing makes one of ${collection}.`);
    const { entry, around } = maker;
    let said = '';
    for (let tries = 0; tries < TRIES; tries += 1) {
      this.#count += 1;
      const seed = createHash('sha256').update(`${this.#salt} ${this.#count}`).digest().readInt32LE();
      const [draft] = fc.sample(goodDrafts(entry.operation, around, this.#known), { numRuns: 1, seed });
      const { reply } = await this.ask(entry, { ...(draft as Draft), headers: {} });
      const { id, code } = Object(reply.body) as { id?: string; code?: string };
      if (reply.status < 300 && typeof id === 'string') return id;
      said = `${reply.status} ${code ?? ''}`;
    }
    throw new RangeError(`None of ${collection} could be made: ${said.trim()}.`);
  }

  /** What a PUT writes over is read before, and put back in the end. */
  async #keep({ url, headers, body: sentBody }: Sent): Promise<void> {
    await this.ledger.keep(url, async () => {
      const { status, body } = await this.get(url);
      const names = Object.keys(Object(parsedOf(sentBody)));
      const before = Object.fromEntries(Object.entries(Object(body)).filter(([name]) => names.includes(name)));
      if (status !== 200 || Object.keys(before).length === 0) return undefined;
      const { authorization = '' } = headers;
      return {
        method: 'PUT',
        url,
        headers: {
          authorization: authorization && this.#authorized('all').authorization,
          'content-type': 'application/json',
        } as Sent['headers'],
        body: Buffer.from(JSON.stringify(before)),
      };
    });
  }

  /** It may hold for seconds only: asked for again, as whoever told it would have it. */
  async #toldAnew(key: string): Promise<URL | undefined> {
    const [by] = this.#told.get(key)?.by.split('?') ?? [];
    if (by !== undefined) await this.get(by);
    return this.#told.get(key)?.url;
  }

  /** A URL in an answer may be the way to an operation that nobody could make up. */
  #hear({ url: by }: Sent, { status, body }: Reply): void {
    const { url } = Object(body) as { url?: unknown };
    if (status !== 200 || typeof url !== 'string' || !URL.canParse(url)) return;
    const told = new URL(url);
    if (told.search === '') return;
    this.#told.set(`GET ${told.pathname.replace(/\/[0-9a-f-]{36}(?=\/|$)/g, '/{id}')}`, { url: told, by });
  }
}

/** Who has no token has to have something else that the service gave. */
export function needsToBeTold({ guarded, parameters, path }: Operation): boolean {
  return (
    !guarded &&
    collectionOf(path) !== undefined &&
    parameters.some(({ in: where, required }) => where === 'query' && required)
  );
}

/** Encoded, but for what is meant as it is. */
function segment(text: string): string {
  return text.includes('%') ? text : encodeURIComponent(text);
}

function parsedOf(body: Buffer | undefined): unknown {
  try {
    return JSON.parse(body?.toString() ?? '');
  } catch {
    return undefined;
  }
}

const BOUNDARY = 'aurora-fuzz';

function formOf(files: Extract<DraftBody, { kind: 'form' }>['files']) {
  const parts = Object.entries(files).map(
    ([name, { filename, content }]) =>
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"; filename="${filename}"\r\n\r\n${content}\r\n`,
  );
  return {
    bytes: Buffer.from(`${parts.join('')}--${BOUNDARY}--\r\n`),
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
  };
}
