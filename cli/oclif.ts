import { join } from 'node:path';
import { Config } from '@oclif/core/config';
import { settings } from '@oclif/core/settings';
import { packageJson, packageRoot } from './package.ts';

/** The path is the command: nothing lists them, so nothing can be forgotten. */
export const commandsFolder = join(import.meta.dirname, 'commands');

/**
 * What oclif has to know to run one command. `Config.load` would also look for plugins, hooks, themes, the shell and WSL:
 * none of them is used here, and the search takes as long as a command itself.
 */
export class CommandConfig extends Config {
  override bin = 'aurora';

  constructor() {
    super({ root: packageRoot });
  }

  /** Hooks belong to plugins, and there are none. */
  override async runHook(): Promise<{ successes: []; failures: [] }> {
    return { successes: [], failures: [] };
  }
}

/** All commands, each imported: for help and completion. */
export function loadEveryCommand(): Promise<Config> {
  // Node strips the types itself; oclif would look for a TypeScript where NODE_ENV is test or development.
  settings.enableAutoTranspile = false;
  const pjson = packageJson();
  return Config.load({
    root: packageRoot,
    userPlugins: false,
    devPlugins: false,
    ignoreManifest: true,
    pjson: { ...pjson, oclif: { ...pjson.oclif, commands: commandsFolder } },
  });
}
