import { type Logger as PinoLogger, pino } from 'pino';
import { currentContext, traceIdOf } from '../context/index.ts';
import { type LogDestination, stdoutDestination } from './destination.ts';
import { redactLine } from './redaction.ts';
import { isoNow } from './time.ts';

export type Logger = PinoLogger;

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LoggerOptions {
  readonly service: string;
  readonly version: string;
  readonly level: LogLevel;
  /** Stdout unless a test wants to read along. */
  readonly destination?: LogDestination;
}

/** Loggers made by `child`, under the symbol they share with the one they came from: a change of level must reach them. */
const kChildren = Symbol('children');
type Family = Logger & { [kChildren]?: Set<WeakRef<Logger>> };

/**
 * Logs JSON lines: `time` (ISO 8601), `level` as a word, `service`, `version`, `msg`, and `correlationId`, `traceId` and
 * `causationId` of the work going on. Secrets are taken out of every line.
 */
export function createLogger({ service, version, level, destination = stdoutDestination() }: LoggerOptions): Logger {
  const children = new Set<WeakRef<Logger>>();
  const logger: Family = pino(
    {
      level,
      base: { service, version },
      timestamp: () => `,"time":"${isoNow()}"`,
      formatters: { level: (label) => ({ level: label }) },
      mixin: contextMembers,
      hooks: { streamWrite: redactLine },
      onChild: (child) => void children.add(new WeakRef(child)),
    },
    destination,
  );
  logger[kChildren] = children;
  return logger;
}

/** Changes the level of a logger from `createLogger`, of all loggers made from it and of all made later. */
export function setLogLevel(logger: Logger, level: LogLevel): void {
  logger.level = level;
  const children = (logger as Family)[kChildren];
  for (const reference of children ?? []) {
    const child = reference.deref();
    if (child) child.level = level;
    else children?.delete(reference);
  }
}

function contextMembers(): Record<string, string> {
  const context = currentContext();
  if (context === undefined) return {};
  const members: Record<string, string> = { correlationId: context.correlationId };
  if (context.traceparent !== undefined) members.traceId = traceIdOf(context.traceparent);
  if (context.causationId !== undefined) members.causationId = context.causationId;
  return members;
}
