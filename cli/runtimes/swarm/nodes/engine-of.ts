import { AuroraError } from '../../../errors.ts';
import { connectEngine, type Engine, refusalOf, statusOf } from '../../docker/engine.ts';
import type { ObservedNode } from '../observe.ts';

/** A node, and its own engine. */
export interface NodeEngine {
  readonly node: NodeName;
  readonly address: string;
  readonly engine: Engine;
}

type NodeName = Pick<ObservedNode, 'id' | 'hostname'>;

/** What an engine says of the swarm that it is in. */
interface Info {
  readonly Swarm?: { readonly NodeID?: string };
}

/** Whoever waits for several of them waits no longer. */
const ANSWER_MS = 5_000;

/**
 * The engine of a node, by the address that the config has of it.
 * @param nodes all of the swarm
 * @throws AuroraError `engine_unreachable`; `wrong_engine` where another one answers
 */
export async function engineOf(
  node: NodeName,
  address: string,
  nodes: readonly NodeName[],
  answerMs = ANSWER_MS,
): Promise<NodeEngine> {
  const engine = await connectEngine(address);
  const found: NodeEngine = { node, address, engine };
  const { Swarm } = await askAt(found, async () => {
    const signal = AbortSignal.timeout(answerMs);
    try {
      // Its types do not know of the signal.
      return (await (engine.info({ abortSignal: signal } as never) as unknown)) as Info;
    } catch (error) {
      if (signal.aborted) throw new Error(`no answer within ${answerMs / 1000} s`, { cause: error });
      throw error;
    }
  });
  if (Swarm?.NodeID === node.id) return found;
  throw wrongEngine(found, nodes.find(({ id }) => id === Swarm?.NodeID)?.hostname);
}

/** What goes wrong between here and another engine is about that one. @throws AuroraError `engine_unreachable`, `engine_refused` */
export async function askAt<T>({ node, address }: NodeEngine, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    if (cause instanceof AuroraError) throw cause;
    const { hostname } = node;
    const facts = { node: hostname, address };
    if (statusOf(cause) !== undefined) {
      const { json, message } = cause as Error & { json?: { message?: string } };
      throw new AuroraError('engine_refused', `The engine of ${hostname} could not do what it was asked for.`, {
        exit: 'machine',
        details: [(json?.message ?? message).trim()],
        next: `mend that on ${hostname}, then the same command again`,
        facts,
        cause,
      });
    }
    throw new AuroraError('engine_unreachable', `The engine of ${hostname} is not reached at ${address}.`, {
      exit: 'machine',
      details: [refusalOf(cause as Error, address)],
      next: `docker -H ${address} info; correct swarm: { engines } in the config, or: docker node update --availability drain ${hostname}`,
      facts,
      cause,
    });
  }
}

/** @param other the node that answers; undefined: none of this swarm */
function wrongEngine({ node: { hostname }, address }: NodeEngine, other: string | undefined): AuroraError {
  const found = other === undefined ? 'an engine that is not in this swarm' : `the engine of ${other}`;
  return new AuroraError('wrong_engine', `The address of ${hostname} leads to ${found}: ${address}`, {
    exit: 'usage',
    next: `correct swarm: { engines: { ${hostname}: … } } in the config`,
    facts: { node: hostname, address, ...(other !== undefined && { found: other }) },
  });
}
