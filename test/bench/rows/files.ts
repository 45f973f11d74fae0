import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, open as openFile, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Contest, Row } from '../contest.ts';
import { benchFleet } from '../fleet.ts';
import { missing } from '../missing.ts';
import { startNginx } from '../peers/nginx.ts';

const MEGABYTES = 1024;
const MEGABYTE = 1024 * 1024;
const FILES = '/api/v1/files';
const settings =
  'curl, one connection, 1 GiB, file service of a fleet on the process runtime, files on disk and flushed; nginx with one worker, ' +
  'unbuffered requests, before the same file service';

export const upload: Row = {
  name: 'upload',
  measured: '1 GiB through the gateway, over the same through nginx',
  unit: 'MB/s',
  goal: 0.7,
  rounds: 3,
  settings,
  open: () =>
    open((stage) => [
      { name: 'gateway', measure: () => stage.upload(stage.gateway) },
      { name: 'nginx', measure: () => stage.upload(stage.nginx) },
    ]),
};

export const download: Row = {
  name: 'download',
  measured: '1 GiB through the gateway, over the same through nginx',
  unit: 'MB/s',
  goal: 0.7,
  rounds: 3,
  settings,
  open: () =>
    open((stage) => [
      { name: 'gateway', measure: () => stage.download(stage.gateway) },
      { name: 'nginx', measure: () => stage.download(stage.nginx) },
    ]),
};

export const filesMemory: Row = {
  name: 'upload and download, memory',
  measured: 'Resident memory that gateway and file service add for 1 GiB up and down again, over 50 MB',
  unit: 'MB',
  goal: 1,
  rounds: 3,
  finding:
    'It does not grow with the file. Node reads sockets into new buffers of 64 KiB, and collects them only now and then: a program ' +
    'that reads 1 GiB from a socket and throws it away adds 80 to 120 MB.',
  settings: `${settings}. The highest VmHWM of /proc/<pid>/status less VmRSS before, both processes added up`,
  open: () =>
    open((stage) => [
      { name: 'gateway and file service', measure: () => stage.memory() },
      { name: 'the goal', measure: async () => 50 },
    ]),
};

interface Stage {
  /** Base URLs. */
  readonly gateway: string;
  readonly nginx: string;
  /** MB/s. */
  upload(url: string): Promise<number>;
  download(url: string): Promise<number>;
  /** MB. */
  memory(): Promise<number>;
}

async function open(contenders: (stage: Stage) => Contest['contenders']): Promise<Contest> {
  const stack = new AsyncDisposableStack();
  try {
    return { contenders: contenders(await prepare(stack)), [Symbol.asyncDispose]: () => stack.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

async function prepare(stack: AsyncDisposableStack): Promise<Stage> {
  const fleet = stack.use(await benchFleet('files'));
  await fleet.aurora('up', '-d');
  const { services } = await fleet.status();
  const [gateway, files] = ['api-gateway', 'file-service'].map((name) => services.find((each) => each.name === name));
  if (!gateway || !files) throw new Error('the fleet has no gateway or no file service');
  const nginx = stack.use(await startNginx(files.url));
  const authorization = `authorization: Bearer ${(await fleet.aurora('token', '--expires', '24h')).trim()}`;
  const source = await writeSource(stack);
  const pids = [gateway, files].map(({ instances }) => instances[0]?.pid as number);

  const api = async (method: string, path: string) => {
    const [name = '', value = ''] = authorization.split(': ');
    const response = await fetch(files.url + path, { method, headers: { [name]: value } });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
    return response.status === 204 ? undefined : response.json();
  };
  const send = async (url: string) => {
    const { rate, body } = await curl(['-H', authorization, '-F', `file=@${source}`, url + FILES]);
    return { rate, id: JSON.parse(body).id as string };
  };
  const signed = async (id: string) => {
    const { url } = (await api('GET', `${FILES}/${id}/download-url?expiresIn=86400`)) as { url: string };
    return url.slice(new URL(url).origin.length);
  };
  const receive = async (url: string, path: string) => (await curl(['-o', '/dev/null', url + path])).rate;

  let kept: string | undefined;
  return {
    gateway: gateway.url,
    nginx: nginx.url,
    async upload(url) {
      const { rate, id } = await send(url);
      await api('DELETE', `${FILES}/${id}`);
      return rate;
    },
    async download(url) {
      kept ??= await signed((await send(files.url)).id);
      return receive(url, kept);
    },
    async memory() {
      await Promise.all(pids.map(forgetPeak));
      const before = await Promise.all(pids.map((pid) => memoryOf(pid, 'VmRSS')));
      const { id } = await send(gateway.url);
      await receive(gateway.url, await signed(id));
      const peaks = await Promise.all(pids.map((pid) => memoryOf(pid, 'VmHWM')));
      await api('DELETE', `${FILES}/${id}`);
      return peaks.reduce((sum, peak, index) => sum + peak - (before[index] ?? 0), 0);
    },
  };
}

async function writeSource(stack: AsyncDisposableStack): Promise<string> {
  const folder = stack.adopt(await mkdtemp(join(tmpdir(), 'aurora-bench-files-')), (path) =>
    rm(path, { recursive: true, force: true }),
  );
  const path = join(folder, 'source.bin');
  await using file = await openFile(path, 'w');
  const piece = randomBytes(MEGABYTE);
  for (let written = 0; written < MEGABYTES; written++) await file.write(piece);
  return path;
}

/** What was answered, and at which rate the bytes went (MB/s). */
async function curl(args: readonly string[]): Promise<{ rate: number; body: string }> {
  try {
    const { stdout } = await promisify(execFile)('curl', ['-sS', '--fail', '-w', '\n%{time_total}', ...args]);
    const end = stdout.lastIndexOf('\n');
    return { rate: (MEGABYTES * MEGABYTE) / 1e6 / Number(stdout.slice(end + 1)), body: stdout.slice(0, end) };
  } catch (error) {
    throw missing('curl', error);
  }
}

/** So that `VmHWM` tells the peak from now on (proc(5), clear_refs). */
async function forgetPeak(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, '5');
}

async function memoryOf(pid: number, what: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${what}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
}
