import type { Failure } from '../control/protocol.ts';
import type { Child } from './child.ts';
import { lastLines } from './last-lines.ts';

const LINES = 20;

/** A process did not become ready. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
  readonly failure: Failure;

  constructor(name: string, reason: string, child?: Child) {
    super(`${name} ${reason}`);
    this.failure = { name, reason, lines: child ? lastLines(child.log, child.logStart, LINES) : [] };
  }
}
