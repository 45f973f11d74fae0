import type { Tree } from '../../../../cli/generate/tree.ts';

/** What `cutAt` throws. */
export class Cut extends Error {
  override readonly message = 'cut off';
}

/** Fails at the n-th write or removal, as a kill would. */
export function cutAt(tree: Tree, step: number): Tree {
  let left = step;
  const spend = () => {
    if (left-- === 0) throw new Cut();
  };
  return {
    ...tree,
    write(path, content) {
      spend();
      tree.write(path, content);
    },
    remove(path) {
      spend();
      tree.remove(path);
    },
  };
}
