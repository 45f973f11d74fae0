import { pino } from 'pino';
import { Problem } from '../errors/index.ts';

/** An error as a log line has it: with its stack, unless it is a problem that was foreseen, which happens where it happens. */
export function loggedError(error: Error): object {
  const logged = pino.stdSerializers.err(error);
  if (!(error instanceof Problem) || error.code === 'internal') return logged;
  return { type: logged.type, code: error.code, message: logged.message };
}
