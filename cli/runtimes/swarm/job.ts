import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import type { ScriptEnd } from '../contract.ts';
import { framesOf } from '../docker/containers/frames.ts';
import { type Engine, statusOf } from '../docker/engine.ts';
import { type Job, jobSpec } from '../docker/job.ts';
import type { ContainerSpec } from '../docker/spec.ts';
import { taskImage } from './images.ts';
import { linesOfService } from './log.ts';
import { networkId } from './network.ts';
import { storeFiles } from './objects.ts';
import { type ObservedTask, observeService } from './observe.ts';
import type { SwarmDesired } from './parts.ts';
import { jobServiceOf } from './service-spec.ts';

const LOOK_EVERY_MS = 200;
const LOG_MS = 2_000;
const ENDED = new Set(['complete', 'failed', 'rejected', 'orphaned']);

/** Runs a program of a service's image to its end, on whatever node has room for it; nothing of it stays. */
export async function runSwarmJob(
  engine: Engine,
  desired: SwarmDesired,
  service: ContainerSpec,
  job: Job,
  hear?: (line: string) => void,
): Promise<ScriptEnd> {
  const { fleet, project } = desired;
  const spec = { ...jobSpec(project, service, job), name: `${project.name}-${service.part}-${job.purpose}` };
  const network = await networkId(engine, project);
  if (network === undefined) throw new RangeError(`${project.name} has no network`);
  await removeJob(engine, spec.name);
  const [files, { image, auth }] = await Promise.all([
    storeFiles(engine, fleet, project, spec),
    taskImage(engine, fleet, spec),
  ]);
  const wish = jobServiceOf(spec, { project, settings: fleet.swarm, network, image, files });
  const { id } = await engine.createService(auth ?? {}, wish);
  try {
    const heard = hear ? listen(engine, id, hear) : Promise.resolve();
    const task = await untilEnded(engine, fleet, spec.name, service.part);
    // A node that is still sending its log keeps the container of a job that is gone.
    await Promise.race([heard, delay(LOG_MS)]);
    const lines = await linesOfService(engine, id);
    // One that never ran has no exit code.
    if (task.exitCode === undefined && task.state !== 'complete') throw neverRan(spec.name, task);
    return { exitCode: task.exitCode ?? 0, lines };
  } finally {
    await removeJob(engine, id);
  }
}

export async function removeJob(engine: Engine, name: string): Promise<void> {
  try {
    await engine.getService(name).remove();
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
}

async function untilEnded(engine: Engine, fleet: Fleet, name: string, part: string): Promise<ObservedTask> {
  for (;;) {
    const service = await observeService(engine, fleet, name);
    if (!service)
      throw new AuroraError('job_removed', `The job ${name} was removed by somebody else.`, {
        exit: 'failed',
        next: 'aurora up -d',
        facts: { service: part },
      });
    const ended = service.tasks.find(({ state }) => ENDED.has(state));
    if (ended) return ended;
    await delay(LOOK_EVERY_MS);
  }
}

/** Lines as they are printed. All of them are read at the end again: what is lost on the way was only shown. */
async function listen(engine: Engine, service: string, hear: (line: string) => void): Promise<void> {
  try {
    const options = { stdout: true, stderr: false, follow: true };
    const output = (await engine.getService(service).logs(options)) as unknown as AsyncIterable<Buffer>;
    for await (const line of createInterface({ input: Readable.from(framesOf(output)) })) hear(line);
  } catch {
    // The job is gone.
  }
}

function neverRan(name: string, { state, error }: ObservedTask): AuroraError {
  return new AuroraError('job_failed', `The job ${name} did not run: ${error ?? state}.`, {
    exit: 'startup',
    next: 'docker node ls, and whether the nodes reach the registry; then: aurora up -d, which without one gives nodes what they lack',
  });
}
