import type { Fleet } from '../../../config/model.ts';
import type { Colour } from '../../colours.ts';
import { PREVIEW_PORT } from '../../docker/edge/places.ts';
import { type EdgeTraffic, sumOfTraffic, trafficIn } from '../../docker/edge/traffic.ts';
import { openConduit } from '../conduit.ts';
import type { Manager } from '../manager.ts';
import { EdgeCircle, type Way } from './circle.ts';
import { runningEdges } from './members.ts';
import { CONTROL_PORT } from './places.ts';
import { type EdgeState, newestOf, stateIn, valuesOf } from './state.ts';
import { TASK_PORT } from './task.ts';
import { edgeToken } from './token.ts';

export type { EdgeState } from './state.ts';

/** All edges of a fleet, for as long as this is open. */
export interface Edges extends AsyncDisposable {
  /** The newest of each key over all edges that answer. @throws AuroraError `edge_unreachable`: none does */
  state(): Promise<EdgeState>;
  /**
   * Returns once every edge that runs has it on its disk. Each edge hears of canaries first, then of what is live, then of roles; a
   * switch ends a canary. Done again, it tells those that do not have it yet.
   * @throws AuroraError `edge_unreachable`; `switch_failed`, which says at which nodes: those that could be told have it
   */
  set(changes: Partial<EdgeState>): Promise<void>;
  /** Summed over the edges that answer. @throws AuroraError `edge_unreachable`: none does */
  traffic(): Promise<readonly EdgeTraffic[]>;
  /** Where a colour of a service is reached on this machine, live or not, as long as this is open. @throws AuroraError `no_edge_here` */
  previewUrl(service: string, colour: Colour): Promise<string>;
  /** Where one task is asked whether it is ready, likewise. @param address in the fleet's network */
  taskUrl(address: string, port: number): Promise<string>;
}

/** They are reached through the edge beside the manager, by its engine. */
export async function openEdges(manager: Manager, fleet: Fleet): Promise<Edges> {
  const wayTo = async (address: string, port: number): Promise<Way> => {
    const conduit = await openConduit(manager, fleet, address, port);
    return { url: `http://127.0.0.1:${conduit.port}`, [Symbol.asyncDispose]: () => conduit[Symbol.asyncDispose]() };
  };
  const circle = new EdgeCircle({
    members: () => runningEdges(manager, fleet),
    wayTo: (address) => wayTo(address, CONTROL_PORT),
    token: await edgeToken(fleet),
  });
  const own = new Map<number, Promise<Way>>();
  const ownUrl = async (port: number) => {
    const way = own.get(port) ?? wayTo('127.0.0.1', port);
    own.set(port, way);
    return (await way).url;
  };
  return {
    state: async () => stateIn(newestOf(await circle.pages())),
    set: (changes) => circle.tell(valuesOf(changes)),
    traffic: async () => sumOfTraffic((await circle.counters()).flatMap(trafficIn)),
    previewUrl: async (service, colour) => `${await ownUrl(PREVIEW_PORT)}/${service}/${colour}`,
    taskUrl: async (address, port) => `${await ownUrl(TASK_PORT)}/${address}/${port}`,
    async [Symbol.asyncDispose]() {
      await circle[Symbol.asyncDispose]();
      for (const way of own.values()) await (await way.catch(() => undefined))?.[Symbol.asyncDispose]();
    },
  };
}
