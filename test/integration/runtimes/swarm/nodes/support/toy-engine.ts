import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ToyEngine extends AsyncDisposable {
  readonly address: string;
}

export type Answer = (response: ServerResponse, request: IncomingMessage) => unknown;

/** What answers as an engine would, at a socket of its own. @param answers path without its query → what is said there */
export async function startToyEngine(answers: Readonly<Record<string, Answer>>): Promise<ToyEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'aurora-toy-'));
  const socket = join(folder, 'docker.sock');
  const server = createServer((request, response) => {
    const answer = answers[(request.url ?? '').split('?')[0] ?? ''];
    // Whoever asked and is gone hears nothing.
    if (answer) Promise.resolve(answer(response, request)).catch(() => response.destroy());
    else response.writeHead(404).end('{"message":"No such image"}');
  });
  server.listen(socket);
  await once(server, 'listening');
  return {
    address: `unix://${socket}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const saying =
  (text: object): Answer =>
  (response) =>
    response.end(JSON.stringify(text));
