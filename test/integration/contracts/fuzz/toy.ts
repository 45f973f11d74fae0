import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Document } from '../../../../cli/contracts/fuzz/document.ts';

const problem = {
  type: 'object',
  required: ['status', 'code'],
  properties: { status: { type: 'integer' }, code: { type: 'string' } },
};
const note = {
  type: 'object',
  properties: {
    title: { type: 'string', minLength: 1, maxLength: 20 },
    rank: { type: ['integer', 'null'], minimum: 0, maximum: 9 },
    extra: {},
  },
  required: ['title'],
  additionalProperties: false,
};
const kept = {
  ...note,
  properties: { ...note.properties, id: { type: 'string', format: 'uuid' } },
  required: ['title', 'id'],
};
const refusal = (code: string) => ({
  description: `\`${code}\`: no`,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

export const toyDocument: Document = {
  components: { schemas: { Problem: problem, NewNote: note, Note: kept } },
  paths: {
    '/api/v1/notes': {
      post: {
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/NewNote' } } } },
        responses: {
          201: {
            description: 'Created',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Note' } } },
          },
          400: refusal('malformed_json'),
          413: refusal('payload_too_large'),
          415: refusal('unsupported_media_type'),
          422: refusal('validation_failed'),
        },
      },
    },
    '/api/v1/notes/{id}': {
      parameters: [{ in: 'path', name: 'id', required: true, schema: { type: 'string' } }],
      get: {
        responses: {
          200: {
            description: 'Done',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Note' } } },
          },
          404: refusal('not_found'),
        },
      },
      delete: { responses: { 204: { description: 'Done' }, 404: refusal('not_found') } },
    },
  },
};

export type Note = Record<string, unknown>;

/** What a defect does with a note that was accepted, or with a body before anybody has looked at it. */
export interface Defect {
  /** The status of its own, or undefined: it does nothing. */
  readonly status?: (body: Note, text: string) => number | undefined;
  readonly answer?: (note: Note) => Note;
  /** Lets pass what the document does not allow. */
  readonly lenient?: (body: Note) => boolean;
}

export interface Toy extends AsyncDisposable {
  readonly url: string;
  readonly notes: Map<string, Note>;
}

/** A server of notes that keeps what its document says, but for its defect. */
export async function startToy(defect: Defect = {}): Promise<Toy> {
  const notes = new Map<string, Note>();
  const server = createServer(async (request, response) => {
    const answer = (status: number, body?: unknown, headers: Record<string, string> = {}) => {
      const type = status >= 400 ? 'application/problem+json' : 'application/json';
      response.writeHead(status, { ...(body !== undefined && { 'content-type': type }), ...headers });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    };
    const refuse = (status: number, code: string) => answer(status, { status, code });
    const [, , , , id] = (request.url ?? '').split('/');
    if (id !== undefined) {
      const found = notes.get(id);
      if (!found) return refuse(404, 'not_found');
      if (request.method === 'DELETE') return notes.delete(id) && answer(204);
      return answer(200, found);
    }
    if (request.headers['content-type'] !== 'application/json') return refuse(415, 'unsupported_media_type');
    const bytes = await bytesOf(request);
    if (bytes.length > 1024 * 1024) return refuse(413, 'payload_too_large');
    const text = bytes.toString('utf8');
    const depth = deepest(text);
    let body: unknown;
    try {
      if (text.includes('\ufffd') || depth > 64 || /__proto__|\\u005f_proto|"constructor"/.test(text))
        throw new SyntaxError();
      body = JSON.parse(text);
    } catch {
      const status = defect.status?.({}, text);
      return status === undefined ? refuse(400, 'malformed_json') : refuse(status, 'malformed_json');
    }
    const members = Object(body) as Note;
    const status = defect.status?.(members, text);
    if (status !== undefined) return refuse(status, 'internal');
    if (!isNote(body) && !defect.lenient?.(members)) return refuse(422, 'validation_failed');
    const made = { ...members, id: crypto.randomUUID() };
    notes.set(made.id, made);
    return answer(201, defect.answer?.(made) ?? made, { location: `/api/v1/notes/${made.id}` });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    notes,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function deepest(text: string): number {
  let [depth, most] = [0, 0];
  for (const letter of text) {
    if (letter === '[' || letter === '{') depth += 1;
    if (letter === ']' || letter === '}') depth -= 1;
    most = Math.max(most, depth);
  }
  return most;
}

function isNote(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
  const { title, rank = null, extra: _, ...others } = body as Note;
  if (Object.keys(others).length > 0 || typeof title !== 'string') return false;
  if (!title.isWellFormed() || title.includes('\0')) return false;
  const length = [...title].length;
  const isRank = rank === null || (Number.isInteger(rank) && (rank as number) >= 0 && (rank as number) <= 9);
  return length >= 1 && length <= 20 && isRank;
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
