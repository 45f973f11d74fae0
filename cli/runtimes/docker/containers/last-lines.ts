import type { Engine } from '../engine.ts';
import { linesOf } from './frames.ts';

/** The last lines that a container has printed. */
export async function lastLines(engine: Engine, id: string, tail: number): Promise<readonly string[]> {
  const output = await engine.getContainer(id).logs({ stdout: true, stderr: true, tail, follow: false });
  return linesOf(output);
}
