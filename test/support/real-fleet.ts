import { join } from 'node:path';
import type { Container } from 'dockerode';
import { logs } from '../../cli/actions/logs.ts';
import { signToken } from '../../cli/actions/token.ts';
import { loadFleet } from '../../cli/config/load.ts';
import type { FleetStatus } from '../../cli/runtimes/contract.ts';
import { connectEngine, statusOf } from '../../cli/runtimes/docker/engine.ts';
import { dockerRuntime } from '../../cli/runtimes/docker/runtime.ts';
import { processRuntime } from '../../cli/runtimes/process/runtime.ts';
import { swarmRuntime } from '../../cli/runtimes/swarm/runtime.ts';
import { type Conformance, conformanceTo, guard, startMariadb, until } from '../../shared/testing/index.ts';
import { type Finished, run } from './aurora.ts';
import { type Clone, clone } from './clone.ts';
import { mainPid } from './containers/container.ts';
import { guardContainers } from './containers/guard.ts';
import { wholeDocument } from './openapi.ts';
import { startRabbit } from './rabbitmq.ts';
import { startGround } from './swarm/ground.ts';
import { DATABASE, RUNTIME } from './variant.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what is expected of it is the test's to say
  readonly body: any;
}

export interface Question {
  readonly headers?: Record<string, string>;
  /** Sent as JSON; a text or a form is sent as it is. */
  readonly body?: unknown;
  /** Null: none. Otherwise one for everything. */
  readonly token?: string | null;
}

/**
 * The fleet of this repository, running in a clone on ports of its own, on the runtime and the database of this suite. It ends with
 * whoever started it.
 */
export interface RealFleet extends AsyncDisposable {
  readonly clone: Clone;
  /** As `up` told it. */
  readonly status: FleetStatus;
  urlOf(service: string): string;
  /** Starts it again after its end, on the same ports. */
  up(): Promise<void>;
  token(...scopes: string[]): Promise<string>;
  /** Asks the gateway. */
  call(method: string, path: string, question?: Question): Promise<Answer>;
  /** The fleet now; null: none runs. */
  observe(): Promise<FleetStatus | null>;
  /** Of a service, or of what stands beside the services; NaN: it does not run. In a container that is its main process. */
  pidOf(name: string): Promise<number>;
  /** The same, as the engine knows it. */
  containerOf(name: string): Promise<string>;
  /** Its CLI, on a swarm asking the engine on which a service runs. */
  auroraBeside(service: string, ...args: string[]): Promise<Finished>;
  /** A service that does nothing any more, but does not end either, until this is disposed of. */
  freeze(service: string): Promise<AsyncDisposable>;
  /** What the services have logged about one piece of work. */
  logsOf(correlationId: string): Promise<Record<string, unknown>[]>;
}

const RUNTIMES = { process: processRuntime, docker: dockerRuntime, swarm: swarmRuntime };

interface Wish {
  readonly runtime?: keyof typeof RUNTIMES;
  /** Beside the database and the broker. */
  readonly cache?: 'redis';
  /** Processes of the gateway. */
  readonly workers?: number;
  /** Watched every two seconds, and alerts go there. */
  readonly alertsTo?: string;
  /** Milliseconds after which an event is tried again that was not handled; once, and then it is parked. */
  readonly retryMs?: number;
  /** Answers to `call` that the OpenAPI document of the gateway does not know are errors. */
  readonly held?: boolean;
  /** Changes the clone before it comes up. */
  readonly edit?: (copy: Clone) => Promise<void>;
}

/** On what this suite has chosen unless told otherwise. As processes it is given MariaDB, and RabbitMQ then too. */
export async function startRealFleet(wish: Wish = {}): Promise<RealFleet> {
  const { runtime = RUNTIME, cache, workers, alertsTo, retryMs, held = false, edit } = wish;
  await using starting = new AsyncDisposableStack();
  const servers = runtime === 'process' && DATABASE === 'mariadb' ? await givenServers(starting) : {};
  const ground = runtime === 'swarm' ? starting.use(await startGround()) : undefined;
  if (ground) starting.use(asking(ground.env.DOCKER_HOST));
  const copy = starting.use(await clone({ AURORA_RUNTIME: runtime, ...servers, ...ground?.env }, ['contracts']));
  if (DATABASE === 'mariadb') await copy.edit('aurora.config.yaml', 'engine: postgres', 'engine: mariadb');
  if (cache) await copy.edit('aurora.config.yaml', 'engine: none', `engine: ${cache}`);
  if (workers) await copy.edit('aurora.config.yaml', 'port: 8000 }', `port: 8000, workers: ${workers} }`);
  if (alertsTo) {
    const monitoring = `monitoring: { webhook: '${alertsTo}', scrapeSeconds: 2 }`;
    await copy.edit('aurora.config.yaml', 'infrastructure:\n', `infrastructure:\n  ${monitoring}\n`);
  }
  if (retryMs) await copy.edit('shared/events/contract.ts', /delaysMs: \[.*\] }/, `delaysMs: [${retryMs}] }`);
  await edit?.(copy);
  await ground?.settle(copy);
  await ground?.build(copy);
  if (runtime === 'docker') starting.use(guardContainers(copy.root));
  // What is on hosts of its own goes with them.
  if (!ground) starting.defer(async () => void (await copy.aurora('down', '--volumes')));

  let lift: () => void = () => undefined;
  starting.defer(() => lift());
  const up = async (): Promise<FleetStatus> => {
    const { exitCode, stdout, stderr } = await copy.aurora('up', '-d', '--isolated', '--json');
    if (exitCode !== 0) throw new Error(`aurora up: ${stdout}${stderr}`);
    const status: FleetStatus = JSON.parse(stdout);
    lift();
    if (status.supervisor) lift = guard(status.supervisor.pid, copy.root);
    return status;
  };
  const status = await up();

  // What is asked again and again is asked of the actions: a command of its own would take half a second of a core each time.
  const config = () => loadFleet({ file: join(copy.root, 'aurora.config.yaml') });
  const token = async (...scopes: string[]) => {
    const wish = { subject: 'dev', ...(scopes.length > 0 && { scopes }) };
    return (await signToken(await config(), wish)).token;
  };
  const urlOf = (name: string) => status.services.find((service) => service.name === name)?.url ?? '';
  const everything = await token();
  const observe = async () => RUNTIMES[runtime].observe(await config());
  const find = async (name: string) => {
    const now = await observe();
    const service = now?.services.find((each) => each.name === name)?.instances[0];
    return service ?? now?.infrastructure.find((each) => each.name === name);
  };
  const containerOf = async (name: string) => (await find(name))?.container ?? '';
  /** The host on whose engine a part runs. */
  const hostOf = async (name: string) => {
    const [node] = nodesOf(name, await observe());
    return ground?.swarm.engines.find(({ host }) => host.name === node);
  };
  const engineOf = async (name: string) => (await hostOf(name))?.docker ?? connectEngine();
  const pidOf = async (name: string) => {
    if (runtime === 'process') return (await find(name))?.pid ?? Number.NaN;
    const container = await containerOf(name);
    return container === '' ? Number.NaN : mainPid(await engineOf(name), container);
  };
  // The code of a fleet says the same whenever it is asked.
  let conformance: Promise<Conformance> | undefined;
  const hold = async (method: string, url: string, answer: Answer, text: string) => {
    conformance ??= wholeDocument(urlOf('api-gateway')).then(conformanceTo);
    const headers = Object.fromEntries(answer.headers);
    const differences = (await conformance)({ method, url, status: answer.status, headers, body: text });
    if (differences.length === 0) return answer;
    throw new Error(
      `${method} ${url} answered ${answer.status}, otherwise than /openapi.json says: ${differences.join('; ')}`,
    );
  };
  const running = starting.move();

  return {
    clone: copy,
    status,
    urlOf,
    up: async () => void (await up()),
    token,
    async call(method, path, question) {
      const { answer, text } = await ask(method, urlOf('api-gateway') + path, { token: everything, ...question });
      return held ? hold(method, path, answer, text) : answer;
    },
    observe,
    pidOf,
    containerOf,
    freeze: async (service) =>
      runtime === 'process'
        ? frozen(await pidOf(service))
        : paused((await engineOf(service)).getContainer(await containerOf(service))),
    async auroraBeside(service, ...args) {
      const host = await hostOf(service);
      const env = { ...copy.env, ...(host && { DOCKER_HOST: host.address }) };
      return run(process.execPath, [join(copy.root, 'bin/run.js'), ...args], { cwd: copy.root, env });
    },
    async logsOf(correlationId) {
      const wish = { services: [], correlationId, level: 'debug', follow: false } as const;
      const lines: Record<string, unknown>[] = [];
      for await (const line of logs(await config(), RUNTIMES[runtime], wish)) lines.push({ ...line });
      return lines;
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

async function givenServers(stack: AsyncDisposableStack): Promise<Record<string, string>> {
  const [mariadb, rabbit] = await Promise.all([startMariadb(), startRabbit()]);
  stack.use(mariadb);
  stack.use(rabbit);
  return { DATABASE_URL: mariadb.url(), BROKER_URL: rabbit.url };
}

function frozen(pid: number): AsyncDisposable {
  process.kill(pid, 'SIGSTOP');
  const lift = guard(pid);
  return {
    async [Symbol.asyncDispose]() {
      process.kill(pid, 'SIGCONT');
      lift();
    },
  };
}

async function paused(container: Container): Promise<AsyncDisposable> {
  // On a busy machine the kernel may not have all of its processes at once.
  const pause = () =>
    container.pause().then(
      () => true,
      (error: Error) => {
        if (!error.message.includes('unable to freeze')) throw error;
        return false;
      },
    );
  await until(pause, { withinMs: 30_000 });
  return {
    async [Symbol.asyncDispose]() {
      try {
        await container.unpause();
      } catch (error) {
        // A swarm that has waited long enough has put another one in its place.
        if (RUNTIME !== 'swarm' || ![404, 409, 500].includes(statusOf(error) ?? 0)) throw error;
      }
    },
  };
}

/** What asks an engine in this process asks that one, until this is disposed of. */
function asking(address: string): Disposable {
  const before = process.env.DOCKER_HOST;
  process.env.DOCKER_HOST = address;
  return {
    [Symbol.dispose]() {
      if (before === undefined) delete process.env.DOCKER_HOST;
      else process.env.DOCKER_HOST = before;
    },
  };
}

/** Of a part of a fleet on a swarm, those on which it runs. */
function nodesOf(name: string, status: FleetStatus | null): readonly string[] {
  const service = status?.services.find((each) => each.name === name);
  if (service) return service.instances.flatMap(({ node }) => node ?? []);
  const { detail = '' } = status?.infrastructure.find((each) => each.name === name) ?? {};
  return /^on (.+)$/.exec(detail)?.[1]?.split(', ') ?? [];
}

async function ask(method: string, url: string, { headers, body, token }: Question) {
  const asIs = typeof body === 'string' || body instanceof FormData;
  const response = await fetch(url, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && !(body instanceof FormData) && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: asIs ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer: Answer = {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
  return { answer, text };
}
