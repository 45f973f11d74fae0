import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../shared/testing/index.ts';
import { startAlertmanager, startPrometheus } from './prometheus.ts';
import type { RealFleet } from './real-fleet.ts';

export interface Watched extends AsyncDisposable {
  /** What a query gives now. */
  query(
    expr: string,
  ): Promise<readonly { readonly metric: Record<string, string>; readonly value: [number, string] }[]>;
}

/** The Prometheus of a fleet that has one, else one of our own from what the fleet's CLI exports. */
export async function watch(fleet: RealFleet): Promise<Watched> {
  const own = fleet.status.infrastructure.find(({ name }) => name === 'prometheus');
  await using starting = new AsyncDisposableStack();
  const url = own ? `http://127.0.0.1:${own.port}` : await startOwn(fleet, starting);
  const running = starting.move();
  return {
    async query(expr) {
      const answer = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query: expr })}`);
      const { data } = (await answer.json()) as { data: { result: Awaited<ReturnType<Watched['query']>> } };
      return data.result;
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

async function startOwn({ clone, status: { services } }: RealFleet, stack: AsyncDisposableStack): Promise<string> {
  const { exitCode, stderr } = await clone.aurora('export', 'prometheus', '--out', 'monitoring', '--isolated');
  if (exitCode !== 0) throw new Error(stderr);
  const folder = join(clone.root, 'monitoring');
  const [port, alertmanager] = [await freePort(), await freePort()];
  const file = join(folder, 'prometheus.yml');
  // Others on this machine may have the usual port; and where services are on hosts of their own, this one is none of those.
  const text = (await readFile(file, 'utf8')).replace('127.0.0.1:9093', `localhost:${alertmanager}`);
  await writeFile(file, text.replaceAll(/127\.0\.0\.1(?=:)/g, new URL(services[0]?.url ?? '').hostname));
  stack.use(await startAlertmanager(join(folder, 'alertmanager.yml'), alertmanager));
  return stack.use(await startPrometheus(file, port)).url;
}
