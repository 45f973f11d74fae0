import { setTimeout } from 'node:timers/promises';
import type Docker from 'dockerode';
import { AuroraError } from '../../errors.ts';

export type Engine = Docker;

/** Where the engine listens: `DOCKER_HOST`, else where Docker listens by itself. */
export const ENGINE = process.env.DOCKER_HOST || 'unix:///var/run/docker.sock';

/** Whether it is this machine's: its containers' ports are published on this loopback. */
export const LOCAL = /^(unix|npipe):|^(tcp|http):\/\/(127\.0\.0\.1|localhost|\[::1\])/.test(ENGINE);

/** Whoever asks whether there is an engine waits no longer. */
const ANSWER_MS = 1_000;

/** dockerode takes 60 ms to load: only those who have something to ask an engine load it. */
export async function connectEngine(): Promise<Engine> {
  const { default: Client } = await import('dockerode');
  return new Client();
}

/** What an engine says of itself, or why none answers, in a few words. */
export async function askEngine(): Promise<{ version: string } | { refusal: string }> {
  try {
    const engine = await connectEngine();
    const { Version } = await Promise.race([engine.version(), noAnswer()]);
    return { version: Version };
  } catch (error) {
    return { refusal: refusalOf(error as NodeJS.ErrnoException) };
  }
}

async function noAnswer(): Promise<never> {
  await setTimeout(ANSWER_MS, undefined, { ref: false });
  throw new Error(`the engine at ${ENGINE} does not answer within ${ANSWER_MS / 1000} s`);
}

function refusalOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT' || code === 'ECONNREFUSED') return `no engine answers at ${ENGINE}`;
  if (code === 'EACCES') return `this user may not use the engine at ${ENGINE}`;
  return message;
}

/** Whether there is no engine, or none that this user may ask, or it went away before it had answered. */
export function isLost(error: unknown): boolean {
  const { code, address, syscall } = error as NodeJS.ErrnoException & { address?: string };
  const socket = ENGINE.startsWith('unix://')
    ? address === undefined || address === ENGINE.slice('unix://'.length)
    : true;
  if (code === 'ECONNRESET' || code === 'EPIPE') return true;
  return ['ENOENT', 'ECONNREFUSED', 'EACCES'].includes(code ?? '') && syscall === 'connect' && socket;
}

export function engineLost(cause: Error): AuroraError {
  return new AuroraError('engine_unreachable', `Docker cannot be used: ${refusalOf(cause)}.`, {
    exit: 'machine',
    details: ['What was begun is found and completed by the next aurora up.'],
    next: 'start Docker, as a user who may use it, then: aurora up -d; or: aurora up --runtime process',
    cause,
  });
}

/** The status of an answer that dockerode threw; undefined where the engine did not answer at all. */
export function statusOf(error: unknown): number | undefined {
  return (error as { statusCode?: number }).statusCode;
}
