import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Colour } from '../../../../../../cli/runtimes/colours.ts';
import { EdgeCircle } from '../../../../../../cli/runtimes/swarm/edge/circle.ts';
import { tasksOf } from '../../../../../../cli/runtimes/swarm/edge/configuration.ts';
import { type EdgeState, newestOf, stateIn, valuesOf } from '../../../../../../cli/runtimes/swarm/edge/state.ts';
import { freePort, until } from '../../../../../../shared/testing/index.ts';
import { type Names, startNames } from '../../../docker/edge/support/names.ts';
import { NodeEdge } from './edge.ts';

export const SERVICES = ['order', 'customer'] as const;
export const TOKEN = 'a-token-that-nobody-guesses';
const TASKS = { blue: '127.0.1.2', green: '127.0.1.3' } as const;

/** What a command has of the edges, without an engine. */
export interface Command extends AsyncDisposable {
  state(): Promise<EdgeState>;
  set(changes: Partial<EdgeState>): Promise<void>;
  counters(): Promise<readonly string[]>;
}

/** The edges of several nodes, which find each other as long as their nodes are not cut off; and one task of each service in each colour. */
export class Edges {
  readonly all: readonly NodeEdge[];
  readonly #stack: AsyncDisposableStack;
  readonly #running = new Set<NodeEdge>();
  readonly #cutOff = new Set<NodeEdge>();
  readonly #names: Names;
  readonly #tasks = new Map<Colour, Server>();
  #answer: (colour: Colour, incoming: IncomingMessage, response: ServerResponse) => void = (colour, _, response) =>
    response.end(colour);

  private constructor(all: readonly NodeEdge[], names: Names, stack: AsyncDisposableStack) {
    this.all = all;
    this.#names = names;
    this.#stack = stack;
  }

  /** @param count of nodes; none of them has an edge yet */
  static async of(count: number): Promise<Edges> {
    await using stack = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'aurora-test-edges-'));
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    const names = stack.use(await startNames());
    const port = () => freePort();
    const tasks = await port();
    const ports = {
      control: await port(),
      own: await port(),
      admin: await port(),
      preview: await port(),
      tasks,
      services: [[await port(), await port()] as const, [await port(), await port()] as const],
    };
    const all = Array.from(
      { length: count },
      (_, index) => new NodeEdge(folder, `127.0.0.${index + 2}`, ports, SERVICES, names.address),
    );
    await Promise.all(all.map((edge) => edge.write(TOKEN)));
    stack.defer(async () => void (await Promise.all(all.map((edge) => edge.kill()))));
    for (const service of SERVICES) {
      for (const [colour, address] of Object.entries(TASKS))
        names.known.set(tasksOf(service, colour as Colour), address);
    }
    const edges = new Edges(all, names, stack.move());
    for (const colour of ['blue', 'green'] as const) await edges.#serve(colour, TASKS[colour], tasks);
    return edges;
  }

  async #serve(colour: Colour, address: string, port: number): Promise<void> {
    const server: Server = createServer((incoming, response) => this.#answer(colour, incoming, response));
    server.listen(port, address);
    await once(server, 'listening');
    this.#tasks.set(colour, server);
    this.#stack.defer(async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    });
  }

  /** Tasks of a colour that have been told to end: the engine names them no more, and they take no connection, but answer what they have. */
  drain(colour: Colour): void {
    for (const service of SERVICES) this.#names.known.delete(tasksOf(service, colour));
    this.#tasks.get(colour)?.close();
  }

  /** What all tasks answer from here on. */
  answering(answer: (colour: Colour, incoming: IncomingMessage, response: ServerResponse) => void): void {
    this.#answer = answer;
  }

  /** Starts the edges of these nodes at once; returns when each sends requests on. */
  async start(edges = this.all, incarnation?: string): Promise<void> {
    for (const edge of edges) this.#running.add(edge);
    await this.#look();
    await Promise.all(edges.map((edge) => edge.start(incarnation)));
    await Promise.all(
      edges.flatMap((edge) =>
        SERVICES.flatMap((_, index) =>
          [edge.url(index), edge.innerUrl(index)].map((url) => until(async () => (await fetch(url)).status === 200)),
        ),
      ),
    );
  }

  async kill(edges = this.all): Promise<void> {
    for (const edge of edges) this.#running.delete(edge);
    await Promise.all(edges.map((edge) => edge.kill()));
    await this.#look();
  }

  /** A node and the others do not reach each other, and no command reaches it. */
  async cut(edge: NodeEdge): Promise<void> {
    this.#cutOff.add(edge);
    await this.#look();
  }

  async heal(edge: NodeEdge): Promise<void> {
    this.#cutOff.delete(edge);
    await this.#look();
  }

  command(patienceMs = 10_000): Command {
    const circle = new EdgeCircle({
      members: async () => [...this.#running].map(({ address }) => ({ address, node: `node-${address.slice(-1)}` })),
      wayTo: async (address) => {
        const edge = this.all.find((each) => each.address === address);
        if (!edge || this.#cutOff.has(edge)) throw new Error('no route to host');
        return { url: edge.controlUrl, async [Symbol.asyncDispose]() {} };
      },
      token: TOKEN,
      patienceMs,
    });
    return {
      state: async () => stateIn(newestOf(await circle.pages())),
      set: (changes) => circle.tell(valuesOf(changes)),
      counters: () => circle.counters(),
      [Symbol.asyncDispose]: () => circle[Symbol.asyncDispose](),
    };
  }

  async #look(): Promise<void> {
    await Promise.all(
      this.all.map((edge) => {
        const reached = [...this.#running].filter(
          (other) => other === edge || (!this.#cutOff.has(edge) && !this.#cutOff.has(other)),
        );
        return edge.sees(reached.map(({ address }) => address));
      }),
    );
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync();
  }
}
