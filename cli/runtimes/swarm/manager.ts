import { AuroraError } from '../../errors.ts';
import { connectEngine, type Engine, engineAddress } from '../docker/engine.ts';
import { patient } from './patient.ts';

/** An engine that may change its swarm, and the node that it is. */
export interface Manager {
  readonly engine: Engine;
  readonly node: string;
}

/** The part of what an engine says of itself that is about its swarm. */
interface Info {
  readonly Swarm?: { readonly ControlAvailable?: boolean; readonly LocalNodeState?: string; readonly NodeID?: string };
}

/** Null: the engine is no manager of a swarm. */
export async function findManager(): Promise<Manager | null> {
  const engine = patient(await connectEngine());
  const { Swarm } = (await engine.info()) as Info;
  return Swarm?.ControlAvailable && Swarm.NodeID ? { engine, node: Swarm.NodeID } : null;
}

/** @throws AuroraError `no_manager` */
export async function requireManager(): Promise<Manager> {
  const manager = await findManager();
  if (manager) return manager;
  throw new AuroraError('no_manager', `The engine at ${engineAddress()} is no manager of a swarm.`, {
    exit: 'machine',
    details: [
      'Services are made by managers; workers only run them. A swarm that has lost most of its managers has none.',
    ],
    next: 'DOCKER_HOST=… with the address of a manager; or, for a swarm of this one engine: docker swarm init',
  });
}
