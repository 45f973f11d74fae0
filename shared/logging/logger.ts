import { type Logger as PinoLogger, pino, stdTimeFunctions } from 'pino';
import { currentContext, traceIdOf } from '../context/index.ts';
import { type LogDestination, stdoutDestination } from './destination.ts';
import { redactLine } from './redaction.ts';

export type Logger = PinoLogger;

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LoggerOptions {
  readonly service: string;
  readonly level: LogLevel;
  readonly version: string;
  /** Stdout unless a test wants to read along. */
  readonly destination?: LogDestination;
}

/**
 * Logs JSON lines: `time` (ISO 8601), `level` as a word, `service`, `version`, `msg`, and `correlationId`, `traceId` and
 * `causationId` of the work going on. Secrets are taken out of every line. `logger.level = …` takes effect at once.
 */
export function createLogger({ service, level, version, destination = stdoutDestination() }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: { service, version },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: contextMembers,
      hooks: { streamWrite: redactLine },
    },
    destination,
  );
}

function contextMembers(): Record<string, string> {
  const context = currentContext();
  if (context === undefined) return {};
  const members: Record<string, string> = { correlationId: context.correlationId };
  if (context.traceparent !== undefined) members.traceId = traceIdOf(context.traceparent);
  if (context.causationId !== undefined) members.causationId = context.causationId;
  return members;
}
