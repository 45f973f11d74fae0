import type { Readable } from 'node:stream';
import type { Fleet } from '../../config/model.ts';
import type { Engine } from './engine.ts';
import { LABELS } from './labels.ts';
import { folderOf } from './project.ts';

/** The engine's news of containers of the fleet, one JSON document a line. */
export async function eventsOf(engine: Engine, fleet: Fleet, event: readonly string[]): Promise<Readable> {
  const label = [`${LABELS.folder}=${folderOf(fleet)}`];
  return (await engine.getEvents({ filters: { type: ['container'], event: [...event], label } })) as Readable;
}

export interface Start {
  readonly id: string;
  readonly part: string;
  readonly kind: string;
  /** Epoch milliseconds. */
  readonly timeMs: number;
}

export function startOf(line: string): Start {
  const { Actor, timeNano } = JSON.parse(line) as {
    Actor: { ID: string; Attributes: Record<string, string> };
    timeNano: number;
  };
  return {
    id: Actor.ID,
    part: Actor.Attributes[LABELS.part] ?? '',
    kind: Actor.Attributes[LABELS.kind] ?? '',
    timeMs: timeNano / 1e6,
  };
}
