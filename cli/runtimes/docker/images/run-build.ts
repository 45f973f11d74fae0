import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import type { Engine } from '../engine.ts';
import { buildFailure, requestFailure } from './failure.ts';
import { follow, type Told } from './follow.ts';

interface Build {
  /** e.g. `The image of subject-service`. */
  readonly what: string;
  /** Empty: of no service alone. */
  readonly service: string;
  /** A tar archive. */
  readonly context: Readable;
  readonly options: Pick<Docker.ImageBuildOptions, 't' | 'target' | 'buildargs' | 'labels'>;
  readonly note: (text: string) => void;
  readonly signal: AbortSignal | undefined;
}

/** Lets the engine build from a context; it gives the tag last of all, and stops when nobody listens any more. */
export async function runBuild(
  engine: Engine,
  { what, service, context, options, note, signal }: Build,
): Promise<void> {
  let step = '';
  let lines: string[] = [];
  const hear = ({ stream = '' }: Told) => {
    for (const line of stream.split('\n').map(plain).filter(Boolean)) {
      const [all, number, of, instruction] = /^Step (\d+)\/(\d+) : (.*)$/.exec(line) ?? [];
      if (all === undefined) lines.push(line);
      else {
        step = all;
        lines = [];
        note(`${number} of ${of}: ${instruction}`);
      }
    }
  };
  let failure: string | undefined;
  try {
    // The containers of a build that fails would stay.
    const told = await engine.buildImage(context, {
      ...options,
      forcerm: true,
      ...(signal && { abortSignal: signal }),
    });
    failure = await follow(engine, told, hear);
  } catch (error) {
    throw requestFailure(what, service, error, { step, lines });
  }
  if (failure !== undefined) throw buildFailure(what, service, failure, { step, lines });
}

/** Without the colours of a terminal; the engine's own remarks on containers and layers tell nothing of the failure. */
function plain(line: string): string {
  const text = line.replaceAll(/\u001b\[[\d;]*m/g, '').trimEnd();
  return /^ ---> |^Removing intermediate container/.test(text) ? '' : text;
}
