import { randomBytes } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { lastLines } from '../../cli/runtimes/docker/containers/last-lines.ts';
import { connectEngine } from '../../cli/runtimes/docker/engine.ts';
import { until } from '../../shared/testing/index.ts';

export interface ContainerOptions {
  readonly image: string;
  /** Absent: the image's own. */
  readonly command?: readonly string[];
  /** `uid:gid`; absent: the image's own. */
  readonly user?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Where a named volume is mounted, empty at first. */
  readonly data?: string;
  /** Folders in memory, of the user 999. */
  readonly tmpfs?: readonly string[];
  /** Folders or files of this machine, by where the container sees them, read-only. */
  readonly mounts?: Readonly<Record<string, string>>;
  /** Each published on a free one of 127.0.0.1. */
  readonly ports?: readonly number[];
}

export interface StartedContainer extends AsyncDisposable {
  /** Where a port is on this machine; elsewhere after `restart`. */
  port(inside: number): Promise<number>;
  /** Runs a command in it; rejects with what it printed where it fails. */
  exec(...command: string[]): Promise<string>;
  /** The same until it succeeds, as long as the container runs. */
  untilExec(...command: string[]): Promise<string>;
  restart(): Promise<void>;
}

/** A container as a fleet runs its own: read-only, without any right. It and its volume go when it is disposed of. */
export async function startContainer(options: ContainerOptions): Promise<StartedContainer> {
  const engine = await connectEngine();
  const name = `aurora-test-${randomBytes(6).toString('hex')}`;
  const container = await engine.createContainer(creation(name, options));
  const stop = async () => {
    await container.remove({ force: true, v: true });
    if (options.data) await engine.getVolume(name).remove();
  };
  try {
    await container.start();
  } catch (error) {
    await stop();
    throw error;
  }
  const exec = (...command: string[]) => execIn(engine, container, command);
  return {
    exec,
    untilExec: (...command) =>
      until(
        async () => {
          const { State } = await container.inspect();
          if (!State.Running)
            throw new Error(`the container has ended:\n${(await lastLines(engine, container.id, 20)).join('\n')}`);
          return exec(...command).catch(() => undefined);
        },
        { withinMs: START_MS },
      ),
    async port(inside) {
      const { NetworkSettings } = await container.inspect();
      return Number(NetworkSettings.Ports[`${inside}/tcp`]?.[0]?.HostPort);
    },
    restart: () => container.restart(),
    [Symbol.asyncDispose]: stop,
  };
}

/** A database begins with nothing, on a machine that does more. */
const START_MS = 100_000;

function creation(name: string, options: ContainerOptions): Docker.ContainerCreateOptions {
  const { image, command, user, environment = {}, data, tmpfs = [], mounts = {}, ports = [] } = options;
  return {
    name,
    Image: image,
    ...(command && { Cmd: [...command] }),
    ...(user && { User: user }),
    Env: Object.entries(environment).map(([key, value]) => `${key}=${value}`),
    ExposedPorts: Object.fromEntries(ports.map((port) => [`${port}/tcp`, {}])),
    HostConfig: {
      // Who begins as root needs rights to give up the rest.
      ...(user && { CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges'] }),
      ReadonlyRootfs: true,
      Binds: [
        ...(data ? [`${name}:${data}`] : []),
        ...Object.entries(mounts).map(([inside, outside]) => `${outside}:${inside}:ro`),
      ],
      Tmpfs: Object.fromEntries(tmpfs.map((folder) => [folder, 'uid=999,gid=999,mode=1777'])),
      PortBindings: Object.fromEntries(ports.map((port) => [`${port}/tcp`, [{ HostIp: '127.0.0.1', HostPort: '' }]])),
    },
  };
}

async function execIn(engine: Docker, container: Docker.Container, command: readonly string[]): Promise<string> {
  const run = await container.exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true });
  const stream = await run.start({});
  const output = new PassThrough();
  engine.modem.demuxStream(stream, output, output);
  stream.once('end', () => output.end());
  const printed = (await text(output)).trim();
  const { ExitCode } = await run.inspect();
  if (ExitCode !== 0) throw new Error(`${command.join(' ')} ended with ${ExitCode}: ${printed}`);
  return printed;
}
