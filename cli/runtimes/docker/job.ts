import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { Container } from 'dockerode';
import type { ScriptEnd } from '../contract.ts';
import { createContainer } from './containers/create.ts';
import { framesOf, linesOf } from './containers/frames.ts';
import { removeContainer } from './containers/remove.ts';
import type { Engine } from './engine.ts';
import { LABELS } from './labels.ts';
import type { Project } from './project.ts';
import type { ContainerSpec } from './spec.ts';

export interface Job {
  /** `migrate`, `seed`: the end of the container's name. */
  readonly purpose: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly files?: ContainerSpec['files'];
  /** Absent: none. */
  readonly volumes?: ContainerSpec['volumes'];
}

/** The container of a job, beside the service: its network, its files, its limits. */
export function jobSpec(project: Project, service: ContainerSpec, job: Job): ContainerSpec {
  return {
    ...service,
    name: `${project.name}-${service.part}-${job.purpose}`,
    command: job.command,
    environment: { ...service.environment, ...job.environment },
    files: job.files ?? service.files,
    volumes: job.volumes ?? [],
    ports: [],
    healthcheck: null,
  };
}

/** Lines as they are printed. All of them are read at the end again: what is lost on the way was only shown. */
async function listen(container: Container, hear: (line: string) => void): Promise<void> {
  try {
    const output = await container.logs({ stdout: true, stderr: false, follow: true });
    const input = Readable.from(framesOf(output as AsyncIterable<Buffer>));
    for await (const line of createInterface({ input })) hear(line);
  } catch {
    // The container is gone.
  }
}

/**
 * Runs a program of a service's image to its end. A container that failed stays, for whoever wants to look at it,
 * until the next `up` or `down`.
 */
export async function runJob(
  engine: Engine,
  project: Project,
  service: ContainerSpec,
  job: Job,
  hear?: (line: string) => void,
): Promise<ScriptEnd> {
  const spec = jobSpec(project, service, job);
  const { name } = spec;
  await removeContainer(engine, { id: name, name });
  const labels = { [LABELS.kind]: 'job' };
  const id = await createContainer(engine, project, spec, { labels, restarts: false, aliases: [] });
  const container = engine.getContainer(id);
  // Asked before it starts: it may have ended before the engine has told that it runs.
  const ended = container.wait({ condition: 'next-exit' });
  // Where the start fails as well, that is what is told.
  ended.catch(() => undefined);
  await container.start();
  if (hear) void listen(container, hear);
  const { StatusCode: exitCode } = (await ended) as { StatusCode: number };
  const lines = linesOf(await container.logs({ stdout: true, stderr: true, follow: false }));
  if (exitCode === 0) await removeContainer(engine, { id, name });
  return { exitCode, lines };
}
