import { mkdtemp, open as openFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startPostgres } from '../../../shared/testing/index.ts';
import type { Contender, Contest, Row } from '../contest.ts';
import { CORES, onCore } from '../core.ts';
import { type Aurora, startAurora } from '../gateway/aurora.ts';
import { cpuMicroseconds } from '../gateway/cpu.ts';
import { requestsPerSecond } from '../load.ts';
import { ID, prepareSubjects } from '../subjects.ts';

const root = resolve(import.meta.dirname, '../../..');
/** Short and many: on a machine that others use as well, turns have to be close together. */
const SECONDS = 2;
const CONNECTIONS = 50;
const settings =
  `wrk, ${CONNECTIONS} connections, ${SECONDS} s a sample; gateway and subject-service on one core, PostgreSQL 18 and load on the other, ` +
  'everything on, logs into files';
const UNCOUNTED = `--import=${join(root, 'test/bench/peers/uncounted.ts')}`;
const off = { flags: [UNCOUNTED], env: { LOG_LEVEL: 'error' } };
const howOff =
  'Neither has a switch in the product. Off: LOG_LEVEL is `error`, and a module that only the bench preloads has put functions that do ' +
  'nothing in the place of those that count; the hooks that call them are still there';

/** What profiles of both processes, with --cpu-prof, gave to files of each; collecting garbage is not in it. */
const finding =
  'In a profile logs take 3 % of the gateway’s time and 6 % of a service’s that does nothing else, metrics 1 to 4 %. What garbage they make is collected elsewhere in it.';
const findingOfTraces = 'In a profile spans take 1 to 2 % of the time at 10 %, and 2 to 4 % at 100 %.';

export const observe: Row = {
  name: 'observe',
  measured: 'GET by id through the gateway with metrics and logs, over the same without',
  unit: 'req/s',
  goal: 0.9,
  rounds: 15,
  settings: `${settings}. ${howOff}`,
  finding,
  open: () => open([{ name: 'metrics and logs' }, { name: 'neither', ...off }], rate),
};

export const observeCpu: Row = {
  name: 'observe, CPU',
  measured: 'User and system time of gateway and service for one GET with metrics and logs, over the same without',
  unit: 'µs',
  goal: 1.11,
  rounds: 15,
  settings: `${settings}. ${howOff}. /proc/<pid>/stat before and after each sample`,
  finding,
  open: () => open([{ name: 'metrics and logs' }, { name: 'neither', ...off }], cpu),
};

const traced = [
  { name: 'tracing at 10 %', env: { TRACES_SAMPLE: '0.1' } },
  { name: 'tracing off' },
  { name: 'tracing at 100 %', env: { TRACES_SAMPLE: '1' } },
] as const;

export const observeTracing: Row = {
  name: 'observe, tracing',
  measured: 'GET by id through the gateway, a tenth of them traced, over the same with tracing off',
  unit: 'req/s',
  goal: 0.8,
  rounds: 15,
  settings: `${settings}. Metrics and logs are on in all; spans are lines of the log`,
  finding: findingOfTraces,
  open: () => open(traced, rate),
};

export const observeTracingCpu: Row = {
  name: 'observe, tracing, CPU',
  measured:
    'User and system time of gateway and service for one GET, a tenth of them traced, over the same with tracing off',
  unit: 'µs',
  goal: 1.25,
  rounds: 15,
  settings: `${settings}. Metrics and logs are on in all; spans are lines of the log. /proc/<pid>/stat before and after each sample`,
  finding: findingOfTraces,
  open: () => open(traced, cpu),
};

interface Variant {
  readonly name: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly flags?: readonly string[];
}

type Measure = (aurora: Aurora) => Promise<number>;

async function open(
  [first, second, ...others]: readonly [Variant, Variant, ...Variant[]],
  measure: Measure,
): Promise<Contest> {
  const stack = new AsyncDisposableStack();
  try {
    const logs = await mkdtemp(join(tmpdir(), 'aurora-bench-observe-'));
    stack.defer(() => rm(logs, { recursive: true }));
    const postgres = await onCore(CORES.load, () => startPostgres({ settings: { fsync: 'on' } }));
    stack.use(postgres);
    const [databaseUrl, brokerUrl] = await Promise.all(
      ['subjects', 'broker'].map((name) => postgres.createDatabase(name)),
    );
    await prepareSubjects(databaseUrl as string);

    const contend = async ({ name, env, flags }: Variant): Promise<Contender> => {
      const log = await openFile(join(logs, `${name}.log`), 'a');
      stack.defer(() => log.close());
      const service = {
        module: 'services/subject-service/src/main.ts',
        env: { DATABASE_URL: databaseUrl, BROKER_URL: brokerUrl },
      };
      const aurora = await onCore(CORES.server, () => startAurora(service, { env, flags, stdout: log.fd }));
      stack.use(aurora);
      const measureAndForget = async () => {
        const value = await measure(aurora);
        await log.truncate();
        return value;
      };
      return { name, measure: () => onCore(CORES.load, measureAndForget) };
    };
    const contenders: [Contender, Contender, ...Contender[]] = [await contend(first), await contend(second)];
    for (const other of others) contenders.push(await contend(other));
    return { contenders, [Symbol.asyncDispose]: () => stack.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

function rate({ url, headers }: Aurora): Promise<number> {
  return requestsPerSecond({
    url: `${url}/api/v1/subjects/${ID}`,
    headers,
    connections: CONNECTIONS,
    seconds: SECONDS,
  });
}

/** Microseconds a request. */
async function cpu(aurora: Aurora): Promise<number> {
  const spent = async () => {
    const each = await Promise.all([aurora.pid, ...aurora.behind].map(cpuMicroseconds));
    return each.reduce((sum, value) => sum + value, 0);
  };
  const before = await spent();
  const perSecond = await rate(aurora);
  return ((await spent()) - before) / (perSecond * SECONDS);
}
