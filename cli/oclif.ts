import { join } from 'node:path';
import { Config } from '@oclif/core/config';
import { packageJson, packageRoot } from './package.ts';

/** The path is the command: nothing lists them, so nothing can be forgotten. */
export const commandsFolder = join(import.meta.dirname, 'commands');

/** With `discover`, oclif finds and imports every command; without, it knows none, which is all that running one needs. */
export function loadConfig(options: { discover: boolean }): Promise<Config> {
  const pjson = packageJson();
  return Config.load({
    root: packageRoot,
    userPlugins: false,
    devPlugins: false,
    ignoreManifest: true,
    pjson: { ...pjson, oclif: { ...pjson.oclif, commands: options.discover ? commandsFolder : undefined } },
  });
}
