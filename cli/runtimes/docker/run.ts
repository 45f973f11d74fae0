import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Container } from 'dockerode';
import type { Fleet } from '../../config/model.ts';
import { exitCodes } from '../../errors.ts';
import type { Narrator } from '../../narrator.ts';
import type { RunOptions } from '../contract.ts';
import type { UpJobs } from '../jobs.ts';
import { createContainer } from './containers/create.ts';
import { framesOf } from './containers/frames.ts';
import { removeContainer, stopContainer, unlessGone } from './containers/remove.ts';
import { desiredOf } from './desired.ts';
import { connectEngine } from './engine.ts';
import { LABELS } from './labels.ts';
import { observeContainers } from './observe.ts';
import { liveContainer } from './project.ts';
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
  const options = { services: [name], detach: true, watch: false, seed: false, migrate };
  const running = await up(fleet, options, jobs, narrator);
  const found = await observeContainers(engine, fleet);
  const project = await projectFor(engine, fleet, found);
  const { services } = await desiredOf(fleet, project);
  const usual = found.find((each) => each.name === liveContainer(project, name));
  const spec = services.find(({ part }) => part === name);
  if (!spec || !usual) throw new RangeError(`${name} is no service of ${fleet.name}`);

  let asked = false;
  let target: Container | undefined;
  const end = () => {
    // It may have ended by itself meanwhile.
    (asked ? target?.kill() : target?.stop())?.catch(() => undefined);
    asked = true;
  };
  for (const signal of SIGNALS) process.on(signal, end);
  // Killed in between, it leaves a job and a service that has ended: the next `up` knows what to do with both.
  const front = { ...spec, name: `${project.name}-${name}-run` };
  try {
    await stopContainer(engine, usual.id);
    const labels = { [LABELS.kind]: 'job' };
    // The edge knows it by the name that the usual one has.
    const aliases = [name, usual.name];
    target = engine.getContainer(await createContainer(engine, project, front, { labels, restarts: false, aliases }));
    return asked ? exitCodes.interrupted.code : await inFront(target);
  } finally {
    if (target) await removeContainer(engine, { id: target.id, name: front.name });
    if (running.joined) await unlessGone(engine.getContainer(usual.id).start());
    else await running.stop();
    for (const signal of SIGNALS) process.off(signal, end);
  }
}

/** Its output, until it has ended. */
async function inFront(target: Container): Promise<number> {
  const ended = target.wait({ condition: 'next-exit' });
  // Where the start fails as well, that is what is told.
  ended.catch(() => undefined);
  await target.start();
  const output = await target.logs({ stdout: true, stderr: true, follow: true });
  await pipeline(Readable.from(framesOf(output as Readable)), process.stdout, { end: false });
  return ((await ended) as { StatusCode: number }).StatusCode;
}
