import { dirname, join } from 'node:path';
import { recallLocally, rememberLocally, stateOf } from '../local-cache.ts';
import { packageRoot } from '../package.ts';
import type { PlannedFile } from './contract.ts';
import { fingerprint } from './fingerprint.ts';
import { MODEL } from './record/paths.ts';
import type { Tree } from './tree.ts';

/** What the templates made of a service, or of an entity in the typed client, and of what. */
export interface Output {
  /** The name of the service; `client/<entity>`. */
  readonly of: string;
  /** Fingerprint of all that the templates saw. */
  readonly input: string;
  /** Migrations apart: those depend on what was before. */
  readonly files: readonly Pick<PlannedFile, 'path' | 'hash'>[];
}

/** What the last successful run in this folder rendered: what looks the same now need not be rendered again. */
export interface KnownOutputs {
  /** By path, the hashes of its files; undefined where its input was another. */
  of(name: string, input: string): ReadonlyMap<string, string> | undefined;
}

interface Memory {
  /** Which Aurora and which templates rendered it. */
  readonly renderer: string;
  /** Fingerprint of the recorded model of that run. */
  readonly model: string;
  readonly outputs: Readonly<Record<string, { input: string; files: readonly (readonly [string, string])[] }>>;
}

const NAME = 'outputs.json';

export interface OutputMemory {
  recall(): KnownOutputs | undefined;
  /** After a run that came to its end. */
  remember(outputs: readonly Output[]): void;
}

/**
 * Opened before the templates are read: what changes while a run goes on is new to the next one.
 * @param folders those that the templates come from
 */
export function openOutputMemory(root: string, tree: Tree, folders: readonly string[]): OutputMemory {
  const renderer = stateOf([join(packageRoot, 'package.json'), dirname(import.meta.dirname), ...folders]);
  return {
    recall: () => {
      const memory = recallLocally<Memory>(root, NAME);
      if (memory?.renderer !== renderer || memory.model !== modelOf(tree)) return undefined;
      return {
        of: (name, input) => {
          const known = memory.outputs[name];
          return known?.input === input ? new Map(known.files) : undefined;
        },
      };
    },
    remember: (outputs) => {
      const named = outputs.map(({ of, input, files }) => {
        return [of, { input, files: files.map(({ path, hash }) => [path, hash] as const) }] as const;
      });
      const memory: Memory = { renderer, model: modelOf(tree), outputs: Object.fromEntries(named) };
      rememberLocally(root, NAME, memory);
    },
  };
}

function modelOf(tree: Tree): string {
  return fingerprint(tree.read(MODEL) ?? '');
}
