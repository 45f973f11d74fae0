import { mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Tree } from '../../generate/tree.ts';

/** A file or a folder that gets another path. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

export interface MovingTree extends Tree {
  /** Does it all below `root`: moves first, so that what is cut off has lost nothing. */
  carry(root: string): void;
}

/** A tree as it will be: files have moved and been written, and nothing is done before `carry`. */
export function movingTree(base: Tree, moves: readonly Move[]): MovingTree {
  const written = new Map<string, string | null>();
  /** Where it stands as long as nothing has moved; null where only moves will bring something, or have taken it away. */
  const before = (path: string): string | null => {
    const brought = moves.find(({ to }) => isAtOrBelow(path, to));
    if (brought) return brought.from + path.slice(brought.to.length);
    return moves.some(({ from }) => isAtOrBelow(path, from)) ? null : path;
  };

  return {
    read(path) {
      const content = written.get(path);
      if (content !== undefined) return content;
      const earlier = before(path);
      return earlier === null ? null : base.read(earlier);
    },
    list(folder) {
      const earlier = before(folder);
      const stay = (name: string) => earlier !== folder || before(`${folder}/${name}`) !== null;
      const there = earlier === null ? [] : base.list(earlier).filter(stay);
      const brought = [...moves.map(({ to }) => to), ...written.keys()].filter((path) => dirname(path) === folder);
      const names = new Set([...there, ...brought.map((path) => path.slice(folder.length + 1))]);
      return [...names].filter((name) => written.get(`${folder}/${name}`) !== null).sort();
    },
    obstacles: (paths) => base.obstacles(paths.filter((path) => before(path) === path)),
    write: (path, content) => void written.set(path, content),
    remove: (path) => void written.set(path, null),
    carry(root) {
      for (const { from, to } of moves) {
        mkdirSync(dirname(join(root, to)), { recursive: true });
        renameSync(join(root, from), join(root, to));
      }
      for (const [path, content] of written) {
        if (content === null) base.remove(path);
        else base.write(path, content);
      }
    },
  };
}

export function isAtOrBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
