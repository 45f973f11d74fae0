import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Fleet } from '../../config/model.ts';
import type { Narrator } from '../../narrator.ts';
import type { RunOptions } from '../contract.ts';
import type { UpJobs } from '../jobs.ts';
import { createContainer } from './containers/create.ts';
import { framesOf } from './containers/frames.ts';
import { stopContainer } from './containers/remove.ts';
import { desiredOf } from './desired.ts';
import { connectEngine } from './engine.ts';
import { LABELS } from './labels.ts';
import { observeContainers } from './observe.ts';
import { projectFor } from './running-project.ts';
import { up } from './up.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs one service with its output on this terminal, with what it stands on; one that runs already makes room for as long. */
export async function run(
  fleet: Fleet,
  name: string,
  { migrate }: RunOptions,
  jobs: UpJobs,
  narrator: Narrator,
): Promise<number> {
  const engine = await connectEngine();
  const options = { services: [name], detach: true, isolated: false, watch: false, seed: false, migrate };
  const { joined } = await up(fleet, options, jobs, narrator);
  const found = await observeContainers(engine, fleet);
  const project = await projectFor(engine, fleet, found, false);
  const { services } = await desiredOf(fleet, project);
  const spec = services.find(({ part }) => part === name);
  const usual = found.find(({ part, kind }) => part === name && kind === 'service');
  if (!spec || !usual) throw new RangeError(`${name} is no service of ${fleet.name}`);

  // The edge knows it by the name that the usual one has.
  await stopContainer(engine, usual.id);
  const aside = `${usual.name}-aside-${randomUUID().slice(0, 8)}`;
  await engine.getContainer(usual.id).rename({ name: aside });
  let id: string | undefined;
  try {
    const labels = { [LABELS.kind]: 'job' };
    id = await createContainer(engine, project, spec, { labels, restarts: false, named: true });
    return await inFront(id);
  } finally {
    // Without its files: the usual one has the same.
    if (id !== undefined) await engine.getContainer(id).remove({ v: true, force: true });
    await engine.getContainer(usual.id).rename({ name: spec.name });
    if (joined) await engine.getContainer(usual.id).start();
  }

  async function inFront(id: string): Promise<number> {
    const target = engine.getContainer(id);
    let asked = false;
    const end = () => {
      // It may have ended by itself meanwhile.
      (asked ? target.kill() : target.stop()).catch(() => undefined);
      asked = true;
    };
    for (const signal of SIGNALS) process.on(signal, end);
    try {
      const ended = target.wait({ condition: 'next-exit' });
      await target.start();
      const output = await target.logs({ stdout: true, stderr: true, follow: true });
      await pipeline(Readable.from(framesOf(output as Readable)), process.stdout, { end: false });
      return ((await ended) as { StatusCode: number }).StatusCode;
    } finally {
      for (const signal of SIGNALS) process.off(signal, end);
    }
  }
}
