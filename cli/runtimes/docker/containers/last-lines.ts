import type { Engine } from '../engine.ts';
import { linesOf } from './frames.ts';

/** Spans of traces, of which a request leaves several: they would push out what says something to people. */
const SPAN = /^\{"level":"trace"/;
const LINES_A_REQUEST = 10;

/** The last lines that a container has printed for people. */
export async function lastLines(engine: Engine, id: string, tail: number): Promise<readonly string[]> {
  const output = await engine
    .getContainer(id)
    .logs({ stdout: true, stderr: true, tail: tail * LINES_A_REQUEST, follow: false });
  return linesOf(output)
    .filter((line) => !SPAN.test(line))
    .slice(-tail);
}
