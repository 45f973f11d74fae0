import { type Logger as PinoLogger, pino } from 'pino';
import { currentContext } from '../context/index.ts';
import { contextMembers } from './context-members.ts';
import { type LogDestination, stdoutDestination } from './destination.ts';
import { loggedError } from './logged-error.ts';
import { redactLine } from './redaction.ts';
import { isoNow } from './time.ts';

/** What anything that logs may ask for; `app.log` and `request.log` are one. */
export interface Logger
  extends Pick<
    PinoLogger,
    'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent' | 'level' | 'isLevelEnabled'
  > {
  /** A logger whose lines carry further members. */
  child(bindings: Record<string, unknown>): Logger;
}

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LoggerOptions {
  readonly service: string;
  readonly version: string;
  /** Which of the versions that run side by side; null or absent: there is only one. */
  readonly colour?: string | null | undefined;
  readonly level: LogLevel;
  /** Stdout unless a test wants to read along. */
  readonly destination?: LogDestination;
}

/** A logger and all those made from it by `child`; pino hands the symbol down to them. */
const kFamily = Symbol('family');
type Member = Logger & { [kFamily]?: Set<WeakRef<Logger>> };

/**
 * Logs JSON lines: `time` (ISO 8601), `level` as a word, `service`, `version`, `colour`, `msg`, and `correlationId`, `traceId`,
 * `spanId` and `causationId` of the work going on. Secrets are taken out of every line.
 */
export function createLogger(options: LoggerOptions): Logger {
  const { service, version, colour = null, level, destination = stdoutDestination() } = options;
  const family = new Set<WeakRef<Logger>>();
  const logger: Member = pino(
    {
      level,
      base: { service, version, colour },
      timestamp: () => `,"time":"${isoNow()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: loggedError },
      mixin: membersNow,
      hooks: { streamWrite: redactLine },
      onChild: (child) => void family.add(new WeakRef(child)),
    },
    destination,
  );
  family.add(new WeakRef(logger));
  logger[kFamily] = family;
  return logger;
}

/** Changes the level of a logger and of its whole family: those it was made from by `child`, and those made from it. */
export function setLogLevel(logger: Logger, level: LogLevel): void {
  const family = (logger as Member)[kFamily];
  for (const reference of family ?? []) {
    const member = reference.deref();
    if (member) member.level = level;
    else family?.delete(reference);
  }
}

function membersNow(): Record<string, string> {
  const context = currentContext();
  return context === undefined ? {} : contextMembers(context);
}
