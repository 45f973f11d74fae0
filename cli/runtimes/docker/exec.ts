import type { Duplex } from 'node:stream';
import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import { notRunning } from '../not-running.ts';
import { FIRST_COLOUR } from './edge/colours.ts';
import { connectEngine, type Engine } from './engine.ts';
import { liveOf } from './live.ts';
import { type ObservedContainer, observeContainers } from './observe.ts';

/** Runs a command in the container of a part, on this terminal; its exit code. @throws AuroraError `not_running` */
export async function execIn(
  fleet: Fleet,
  part: string,
  command: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<number> {
  const engine = await connectEngine();
  const container = await requireRunningPart(engine, fleet, part);
  return execInContainer(engine, container.id, part, command, variables);
}

/** The same where the container is known. */
export async function execInContainer(
  engine: Engine,
  id: string,
  part: string,
  command: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<number> {
  const terminal = Boolean(process.stdin.isTTY && process.stdout.isTTY);
  const exec = await engine.getContainer(id).exec({
    Cmd: [...command],
    Env: Object.entries(variables).map(([name, value]) => `${name}=${value}`),
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Tty: terminal,
  });
  const stream = await exec.start({ hijack: true, stdin: true, Tty: terminal });
  await converse(engine, stream, terminal, () => {
    const { rows, columns } = process.stdout;
    // Too late where the command has ended.
    if (rows && columns) exec.resize({ h: rows, w: columns }).catch(() => undefined);
  });
  const { ExitCode, Pid } = await exec.inspect();
  // Its exit code tells nothing: a shell ends with the same one where it does not find a command.
  if (ExitCode !== 0 && Pid === 0) throw notStarted(command[0] ?? '', part);
  return ExitCode ?? 0;
}

/** @throws AuroraError `not_running` */
export async function requireRunningPart(engine: Engine, fleet: Fleet, part: string): Promise<ObservedContainer> {
  const found = await observeContainers(engine, fleet);
  const running = found.filter((each) => each.part === part && each.kind !== 'job' && each.state === 'running');
  const container = running.length > 1 ? await liveOne(engine, fleet, found, running) : running[0];
  if (container) return container;
  if (found.length === 0) throw notRunning(fleet);
  throw new AuroraError('not_running', `${part} does not run here.`, {
    exit: 'notRunning',
    next: fleet.services.some(({ name }) => name === part) ? `aurora up -d ${part}` : 'aurora up -d',
  });
}

async function liveOne(
  engine: Engine,
  fleet: Fleet,
  found: readonly ObservedContainer[],
  colours: readonly ObservedContainer[],
): Promise<ObservedContainer | undefined> {
  const live = await liveOf(engine, fleet, found);
  return colours.find(({ part, colour }) => colour === (live.get(part) ?? FIRST_COLOUR));
}

/** This terminal and the command's, until the command ends. */
async function converse(engine: Engine, stream: Duplex, terminal: boolean, resize: () => void): Promise<void> {
  const { stdin, stdout, stderr } = process;
  const ended = new Promise<void>((resolve, reject) =>
    stream.once('end', resolve).once('close', resolve).once('error', reject),
  );
  if (terminal) {
    stream.pipe(stdout, { end: false });
    stdin.setRawMode(true);
    resize();
    stdout.on('resize', resize);
  } else {
    engine.modem.demuxStream(stream, stdout, stderr);
  }
  stdin.pipe(stream);
  try {
    await ended;
  } finally {
    stdin.unpipe(stream);
    stdin.pause();
    if (terminal) stdin.setRawMode(false);
    stdout.off('resize', resize);
  }
}

function notStarted(command: string, part: string): AuroraError {
  return new AuroraError('command_not_started', `${command} cannot be run in the container of ${part}.`, {
    exit: 'usage',
    details: ['An image holds what its program needs, and little else.'],
    next: `aurora exec ${part} -- node --version`,
  });
}
