import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FleetStatus } from '../../cli/runtimes/contract.ts';
import { guard, isOnMariadb, startMariadb } from '../../shared/testing/index.ts';
import { type Clone, clone } from './clone.ts';
import { startRabbit } from './rabbitmq.ts';

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

/** The fleet of this repository, running in a clone on ports of its own. It ends with whoever started it. */
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
  /** What the services have logged about one piece of work. */
  logsOf(correlationId: string): Promise<Record<string, unknown>[]>;
}

/** On what it brings itself, or, where `AURORA_TEST_DATABASE` is `mariadb`, on a MariaDB and a RabbitMQ of its own. */
export async function startRealFleet(): Promise<RealFleet> {
  await using starting = new AsyncDisposableStack();
  const onMariadb = isOnMariadb();
  const copy = starting.use(await clone(onMariadb ? await givenServers(starting) : {}));
  if (onMariadb) await chooseMariadb(copy);
  starting.defer(async () => void (await copy.aurora('down', '--volumes')));

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

  const token = async (...scopes: string[]) => {
    const flags = scopes.flatMap((scope) => ['--scope', scope]);
    return (await copy.aurora('token', ...flags)).stdout.trim();
  };
  const urlOf = (name: string) => status.services.find((service) => service.name === name)?.url ?? '';
  const everything = await token();
  const running = starting.move();

  return {
    clone: copy,
    status,
    urlOf,
    up: async () => void (await up()),
    token,
    call: (method, path, question) => ask(method, urlOf('api-gateway') + path, { token: everything, ...question }),
    async observe() {
      const { exitCode, stdout } = await copy.aurora('status', '--json');
      return exitCode === 4 ? null : JSON.parse(stdout);
    },
    async logsOf(correlationId) {
      const { stdout } = await copy.aurora('logs', '--json', '--correlation-id', correlationId);
      return stdout
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));
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

async function chooseMariadb({ root }: Clone): Promise<void> {
  const file = join(root, 'aurora.config.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace('engine: postgres', 'engine: mariadb'));
}

async function ask(method: string, url: string, { headers, body, token }: Question): Promise<Answer> {
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
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}
