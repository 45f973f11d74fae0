import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { AuroraError } from '../../../errors.ts';
import type { Engine } from '../engine.ts';
import { EDGE_PLACES, type EdgePlaces } from './places.ts';

/** A function of bash, `ask`, that has one command carried out and prints what HAProxy says to it. */
export function asking({ host, port }: EdgePlaces['admin']): string {
  return `ask() { exec 3<>/dev/tcp/${host}/${port} && printf '%s\\n' "$1" >&3 && cat <&3; }`;
}

/**
 * What HAProxy answers to a command of its runtime API (its management guide, section 9.3).
 * @throws AuroraError `edge_unreachable`
 */
export function edgeCommand(engine: Engine, container: string, command: string): Promise<string> {
  return edgeScript(engine, container, `${asking(EDGE_PLACES.admin)}; ask "$1"`, command);
}

/** Runs a few lines of shell within the edge's container: what may be told to it, may be told by those alone who may use the engine. */
export async function edgeScript(
  engine: Engine,
  container: string,
  script: string,
  ...parameters: string[]
): Promise<string> {
  const exec = await engine.getContainer(container).exec({
    Cmd: ['bash', '-c', script, 'edge', ...parameters],
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({});
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  engine.modem.demuxStream(stream, stdout, stderr);
  stream.once('close', () => {
    stdout.end();
    stderr.end();
  });
  const [answer, complaint] = await Promise.all([text(stdout), text(stderr)]);
  const { ExitCode } = await exec.inspect();
  if (ExitCode === 0) return answer.trim();
  throw new AuroraError('edge_unreachable', `The edge ${container} takes no commands.`, {
    exit: 'failed',
    details: complaint.split('\n').filter((line) => line !== ''),
    next: `docker logs ${container}`,
  });
}
