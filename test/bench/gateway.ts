// The gateway beside its peers: `node test/bench/gateway.ts [rounds] [seconds]`. Interleaved, so that a busy machine
// is busy for all of them; medians, and ratios of each round.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import autocannon from 'autocannon';

const [, , rounds = '5', seconds = '4'] = process.argv;
const CONNECTIONS = 50;
const CONTENDERS = ['http-proxy', 'by-hand', 'aurora'] as const;
type Name = (typeof CONTENDERS)[number];

interface Contender {
  readonly process: ChildProcess;
  readonly url: string;
  readonly authorization?: string;
}

interface Sample {
  readonly requestsPerSecond: number;
  /** Of the gateway process alone. */
  readonly cpuMicroseconds: number;
  /** Milliseconds. */
  readonly p99: number;
}

async function start(name: string, ...args: string[]): Promise<Contender> {
  const child = fork(new URL(`gateway/${name}.ts`, import.meta.url), args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [started] = await once(child, 'message');
  return { process: child, ...started };
}

async function cpuOf({ process: child }: Contender): Promise<number> {
  child.send('cpu');
  const [{ cpu }] = await once(child, 'message');
  return cpu;
}

async function measure(contender: Contender, duration: number): Promise<Sample> {
  const { url, authorization = 'Bearer none' } = contender;
  const before = await cpuOf(contender);
  const result = await autocannon({
    url: `${url}/api/v1/things/1`,
    headers: { authorization },
    connections: CONNECTIONS,
    duration,
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx + result.errors} requests failed`);
  return {
    requestsPerSecond: result.requests.average,
    cpuMicroseconds: ((await cpuOf(contender)) - before) / result.requests.total,
    p99: result.latency.p99,
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

const upstream = await start('upstream');
const contenders = new Map<Name, Contender>();
for (const name of CONTENDERS) contenders.set(name, await start(name, upstream.url));

const samples: Record<Name, Sample[]> = { 'http-proxy': [], 'by-hand': [], aurora: [] };
for (const [, contender] of contenders) await measure(contender, 2);
for (let round = 0; round < Number(rounds); round++) {
  for (const [name, contender] of contenders) samples[name].push(await measure(contender, Number(seconds)));
}

const of = (name: Name, figure: keyof Sample) => samples[name].map((sample) => sample[figure]);
const ratios = (peer: Name, figure: keyof Sample) =>
  of('aurora', figure).map((value, round) => value / (of(peer, figure)[round] as number));
const shown = (values: readonly number[]) =>
  `${median(values).toFixed(2)} (${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)})`;

console.log(`${rounds} rounds of ${seconds} s, ${CONNECTIONS} connections, 300-byte JSON, node ${process.version}\n`);
console.log('| | req/s | CPU µs/request | p99 ms |\n| --- | --- | --- | --- |');
for (const name of CONTENDERS) {
  const cells = [of(name, 'requestsPerSecond'), of(name, 'cpuMicroseconds'), of(name, 'p99')].map(median);
  console.log(`| ${name} | ${cells[0]?.toFixed(0)} | ${cells[1]?.toFixed(1)} | ${cells[2]} |`);
}
console.log('\n| aurora over | req/s | CPU per request |\n| --- | --- | --- |');
for (const peer of ['http-proxy', 'by-hand'] as const) {
  console.log(`| ${peer} | ${shown(ratios(peer, 'requestsPerSecond'))} | ${shown(ratios(peer, 'cpuMicroseconds'))} |`);
}
for (const { process: child } of [upstream, ...contenders.values()]) child.disconnect();
