import { setTimeout } from 'node:timers/promises';
import type Docker from 'dockerode';
import { AuroraError } from '../../errors.ts';

export type Engine = Docker;

/** Where the engine listens: `DOCKER_HOST`, else where Docker listens by itself. */
export function engineAddress(): string {
  return process.env.DOCKER_HOST || 'unix:///var/run/docker.sock';
}

/** Whether it is this machine's: its containers' ports are published on this loopback. */
export function isLocal(): boolean {
  return /^(unix|npipe):|^(tcp|http):\/\/(127\.0\.0\.1|localhost|\[::1\])/.test(engineAddress());
}

/** Whoever asks whether there is an engine waits no longer. */
const ANSWER_MS = 5_000;

/**
 * dockerode takes 60 ms to load: only those who have something to ask an engine load it.
 * @param address of another engine than `DOCKER_HOST`'s; how it is reached by TLS the same variables say
 */
export async function connectEngine(address?: string): Promise<Engine> {
  const { default: Client } = await import('dockerode');
  if (address === undefined) return new Client();
  // It takes an address, and what belongs to it, from variables alone, and at once.
  const { DOCKER_HOST: usual } = process.env;
  process.env.DOCKER_HOST = address;
  try {
    return new Client();
  } finally {
    if (usual === undefined) delete process.env.DOCKER_HOST;
    else process.env.DOCKER_HOST = usual;
  }
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
  throw new Error(`the engine at ${engineAddress()} does not answer within ${ANSWER_MS / 1000} s`);
}

/** Why an engine did not answer at all, in a few words. */
export function refusalOf({ code, message }: NodeJS.ErrnoException, address = engineAddress()): string {
  if (code === 'ENOENT' || code === 'ECONNREFUSED') return `no engine answers at ${address}`;
  if (code === 'EACCES') return `this user may not use the engine at ${address}`;
  return message;
}

/** Whether there is no engine, or none that this user may ask, or it went away before it had answered. */
export function isLost(error: unknown): boolean {
  const { code, address, syscall } = error as NodeJS.ErrnoException & { address?: string };
  const host = engineAddress();
  const socket = !host.startsWith('unix://') || address === undefined || address === host.slice('unix://'.length);
  if (code === 'ECONNRESET' || code === 'EPIPE') return true;
  return ['ENOENT', 'ECONNREFUSED', 'EACCES'].includes(code ?? '') && syscall === 'connect' && socket;
}

/** An engine that is not there, or went away in the middle of something: the next `up` finds what was begun. */
export function engineLost(cause: Error): AuroraError {
  return engineUnreachable(refusalOf(cause), cause);
}

export function engineUnreachable(refusal: string, cause?: unknown): AuroraError {
  return new AuroraError('engine_unreachable', `Docker cannot be used: ${refusal}.`, {
    exit: 'machine',
    next: 'start Docker, as a user who may use it, then: aurora up -d; or: aurora up --runtime process',
    cause,
  });
}

/** An engine that could not do what it was asked for: a disk that is full, a port that somebody took meanwhile. */
export function engineRefused(cause: Error & { readonly json?: { readonly message?: string } }): AuroraError {
  return new AuroraError('engine_refused', 'Docker could not do what it was asked for.', {
    exit: 'machine',
    details: [cause.json?.message ?? cause.message],
    next: 'mend that, then: aurora up -d, which goes on from there',
    cause,
  });
}

/** The status of an answer that dockerode threw; undefined where the engine did not answer at all. */
export function statusOf(error: unknown): number | undefined {
  return (error as { statusCode?: number }).statusCode;
}
