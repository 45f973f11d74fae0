import type { Inspection } from './inspect.ts';
import { type LoadOptions, locate } from './locate.ts';
import type { Fleet } from './model.ts';
import { readConfig } from './read.ts';
import { recall, remember } from './remember.ts';

/** The fleet that the config describes; throws a ConfigError with every mistake in it. */
export async function loadFleet(options: LoadOptions = {}): Promise<Fleet> {
  const location = locate(options);
  const read = readConfig(location.file);
  const remembered = 'text' in read ? recall(location.file, location.environment, read.text) : undefined;
  if (remembered) return remembered;

  // The parser, the schema and the rules are only loaded for what they have not seen yet.
  const [{ inspectFile }, { ConfigError }] = await Promise.all([import('./inspect-file.ts'), import('./findings.ts')]);
  const { fleet, findings } = inspectFile(location, read);
  if (!fleet) throw new ConfigError(findings);
  if ('text' in read) remember(read.text, fleet);
  return fleet;
}

export interface FleetInspection extends Inspection {
  readonly file: string;
  readonly environment: string;
}

/** The same for those who want to show what is wrong instead of stopping there. Remembers nothing. */
export async function inspectFleet(options: LoadOptions = {}): Promise<FleetInspection> {
  const { inspectFile } = await import('./inspect-file.ts');
  const { file, environment, isNamed } = locate(options);
  return { ...inspectFile({ file, environment, isNamed }), file, environment };
}
