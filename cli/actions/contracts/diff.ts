import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Fleet } from '../../config/model.ts';
import type { Change } from '../../contracts/diff/change.ts';
import { compareContracts } from '../../contracts/diff/compare.ts';
import { baseOf, type ContractTree, treeAt, treeIn } from '../../contracts/diff/tree.ts';
import { OPENAPI, openApiDocuments } from '../../contracts/openapi.ts';
import type { Narrator } from '../../narrator.ts';

export interface DiffOptions {
  /** A folder that holds `contracts/`, or a revision of git; where the branch began, unless given. */
  readonly against?: string | undefined;
  /** Take what services serve from their code, not from what is recorded. */
  readonly code: boolean;
}

export interface ContractsDiff {
  readonly against: string;
  readonly breaking: number;
  readonly additive: number;
  readonly changes: readonly Change[];
}

/** In what the fleet's contracts differ from those of another time, and whom that breaks. */
export async function diffContracts(
  { root, services }: Fleet,
  options: DiffOptions,
  narrator: Narrator,
): Promise<ContractsDiff> {
  const against = options.against ?? (await baseOf(root));
  const folder = options.against === undefined ? null : await folderOf(options.against);
  const before = folder === null ? await treeAt(root, against) : await treeIn(folder);
  const standing = await treeIn(root);
  const after = options.code
    ? await narrator.step('ask services what they serve', async () =>
        withDocuments(standing, await openApiDocuments({ root, services })),
      )
    : standing;
  const changes = compareContracts(before, after);
  const breaking = changes.filter(({ severity }) => severity === 'breaking').length;
  return { against, breaking, additive: changes.length - breaking, changes };
}

/** A folder is one that is there; all else git is asked for. */
async function folderOf(name: string): Promise<string | null> {
  const isThere = await stat(join(resolve(name), 'contracts')).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isThere ? resolve(name) : null;
}

function withDocuments(tree: ContractTree, documents: ReadonlyMap<string, string>): ContractTree {
  const others = [...tree].filter(([name]) => !name.startsWith(`${OPENAPI}/`));
  return new Map([
    ...others,
    ...[...documents].map(([service, text]) => [`${OPENAPI}/${service}.json`, text] as const),
  ]);
}
