import { extname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { changeOf } from '../../bundled-inputs.ts';
import { Child, type Command } from './child.ts';

/** It runs from its source in a clone, compiled in a package. */
const PROGRAM = new URL(`spare-program${extname(import.meta.filename)}`, import.meta.url).href;

interface Held {
  readonly command: Command;
  readonly child: Child;
  readonly packages: readonly unknown[];
}

/** At most one process that has already loaded what all services have in common, for the service that is likely to be replaced next. */
export class Spare {
  readonly #root: string;
  readonly #watchers: ConstructorParameters<typeof Child>[1];
  #held: Held | undefined;

  /** @param root the fleet's folder */
  constructor(root: string, watchers: ConstructorParameters<typeof Child>[1]) {
    this.#root = root;
    this.#watchers = watchers;
  }

  /** Begins one, instead of the one there is. */
  begin(command: Command): void {
    void this.drop();
    const packages = this.#packages(command);
    try {
      const child = new Child({ ...command, arguments: ['--import', PROGRAM, ...command.arguments] }, this.#watchers);
      this.#held = { command, child, packages };
    } catch {
      // There is none, then; the next process of the service begins without, or says why it cannot.
    }
  }

  /** The process of a command, on its way into its main file; none if there is none, or it has loaded what is not so any more. */
  take(command: Command): Child | undefined {
    const held = this.#held;
    if (held?.command.name !== command.name) return undefined;
    const same = isDeepStrictEqual([held.command, held.packages], [command, this.#packages(command)]);
    if (!same || !held.child.alive) {
      void this.drop();
      return undefined;
    }
    held.child.beginAnew();
    held.child.send('load');
    this.#held = undefined;
    return held.child;
  }

  /** Ends it at once; with a name, only that service's. */
  async drop(name = this.#held?.command.name): Promise<void> {
    const held = this.#held;
    if (held?.command.name !== name) return;
    this.#held = undefined;
    await held?.child.end(true);
  }

  /** npm writes the first whenever it changes a package; Node keeps in mind what it has read of the second. */
  #packages({ folder }: Command): readonly unknown[] {
    return [join(this.#root, 'node_modules/.package-lock.json'), join(folder, 'package.json')].map(changeOf);
  }
}
