import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, guard } from '../../shared/testing/index.ts';

const SERVER = '/usr/lib/rabbitmq/bin/rabbitmq-server';

/** Why tests on RabbitMQ cannot run here; undefined: they can. */
export const rabbitMissing = existsSync(SERVER)
  ? undefined
  : 'rabbitmq-server is not installed (apt-get install --no-install-recommends rabbitmq-server)';

export interface StartedRabbit extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Ends the broker in order and removes its data. */
  stop(): Promise<void>;
  /** SIGKILL, as a crash would; the data stays for `restart`. */
  kill9(): Promise<void>;
  /** Starts again on the same port and data, after `kill9` or while running. */
  restart(): Promise<void>;
  /** Runs a `rabbitmqctl` command and returns what it prints. */
  ctl(...command: string[]): Promise<string>;
}

/** A fresh, real RabbitMQ of one's own on loopback, in a few seconds. It does not outlive the process that started it. */
export async function startRabbit(): Promise<StartedRabbit> {
  const folder = await mkdtemp(join(tmpdir(), 'aurora-test-rabbitmq-'));
  const [port, distribution, names] = await Promise.all([freePort(), freePort(), freePort()]);
  const env = await environment(folder, port, distribution, names);
  // Erlang's name server, which every node would otherwise start as a daemon and leave behind.
  const epmd = launch('epmd', ['-address', '127.0.0.1', '-port', String(names)], env);
  const start = async () => {
    const broker = launch(SERVER, [], env);
    await untilReady(broker.process);
    return broker;
  };
  let broker = await start();

  const stop = async () => {
    await broker.end('SIGTERM');
    await epmd.end('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  };
  return {
    url: `amqp://guest:guest@127.0.0.1:${port}`,
    port,
    stop,
    kill9: () => broker.end('SIGKILL'),
    async restart() {
      await broker.end('SIGTERM');
      broker = await start();
    },
    ctl: (...command) => run('/usr/lib/rabbitmq/bin/rabbitmqctl', command, env),
    [Symbol.asyncDispose]: stop,
  };
}

async function environment(folder: string, port: number, distribution: number, names: number) {
  const config = join(folder, 'rabbitmq.conf');
  await writeFile(
    config,
    ['log.console = true', 'raft.wal_max_size_bytes = 16777216', 'heartbeat = 10', ''].join('\n'),
  );
  await writeFile(join(folder, 'enabled_plugins'), '[].');
  return {
    ...process.env,
    HOME: folder,
    ERL_EPMD_PORT: String(names),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_NODENAME: `test${port}@localhost`,
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: String(port),
    RABBITMQ_DIST_PORT: String(distribution),
    RABBITMQ_CONF_ENV_FILE: join(folder, 'none'),
    RABBITMQ_CONFIG_FILE: config,
    RABBITMQ_MNESIA_BASE: join(folder, 'data'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
    RABBITMQ_GENERATED_CONFIG_DIR: join(folder, 'config'),
    // Two cores for everything: no spinning while idle.
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+sbwt none +sbwtdcpu none +sbwtdio none',
  };
}

function launch(command: string, args: string[], env: NodeJS.ProcessEnv) {
  const child = spawn(command, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const group = -(child.pid as number);
  const lift = guard(group, env.HOME);
  return {
    process: child,
    async end(signal: NodeJS.Signals) {
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, 'exit');
        process.kill(group, signal);
        await exited;
      }
      lift();
    },
  };
}

async function untilReady(child: ChildProcess): Promise<void> {
  let log = '';
  await new Promise<void>((resolve, reject) => {
    const read = (text: string) => {
      log = (log + text).slice(-16_384);
      if (text.includes('Server startup complete')) resolve();
    };
    child.stdout?.setEncoding('utf8').on('data', read);
    child.stderr?.setEncoding('utf8').on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`RabbitMQ ended with ${code}: ${log}`)));
  });
}

async function run(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: ${output}`);
  return output;
}
