import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import { fingerprint } from '../fingerprint.ts';
import type { Tree } from '../tree.ts';
import { type Manifest, type ManifestHead, parseManifest } from './manifest.ts';
import { parseModel } from './model.ts';
import { basePath, MANIFEST, MODEL, PENDING } from './paths.ts';
import { NOTHING_PENDING, outputWithin, type Pending, parsePending } from './pending.ts';

/** What earlier runs left. */
export interface FleetRecord {
  readonly manifest: Manifest;
  readonly head: ManifestHead;
  /** Null before the first successful run. */
  readonly model: Fleet | null;
  readonly pending: Pending;
  /** Whether a migration was emitted for good: the model that it brings about is on record. */
  isHistory(path: string): boolean;
  /** Hashes of all that Aurora is known to have written there. */
  outputs(path: string): readonly string[];
  /** The pristine output that a merged file was made from, or null. */
  base(path: string, current: string): string | null;
}

export function readRecord(tree: Tree): FleetRecord {
  const parsed = parse(tree, MANIFEST, parseManifest);
  const manifest: Manifest = parsed?.files ?? new Map();
  const pending = parse(tree, PENDING, parsePending) ?? NOTHING_PENDING;
  const isModelRecorded = pending.model === undefined || pending.model === fingerprint(tree.read(MODEL) ?? '');
  const begun = Map.groupBy(pending.files, (entry) => entry.path);
  return {
    manifest,
    head: parsed?.head ?? { package: null, overrides: [] },
    model: parse(tree, MODEL, parseModel),
    pending,
    isHistory: (path) => manifest.has(path) || isModelRecorded,
    outputs: (path) => [manifest.get(path), ...(begun.get(path) ?? [])].flatMap((entry) => entry?.hash ?? []),
    base: (path, current) => outputWithin(pending, path, current) ?? tree.read(basePath(path)),
  };
}

function parse<T>(tree: Tree, path: string, parser: (text: string) => T): T | null {
  const text = tree.read(path);
  if (text === null) return null;
  try {
    return parser(text);
  } catch (cause) {
    throw new AuroraError('record_unreadable', `${path} cannot be read.`, {
      exit: 'failed',
      details: [
        (cause as Error).message,
        'Aurora writes this file; two branches that both generated can collide in it',
      ],
      next: `git checkout --ours ${path}, then aurora generate`,
      cause,
    });
  }
}
