import { dirname } from 'node:path';
import type { Finding } from './findings.ts';
import { type Inspection, inspectConfig, type Source } from './inspect.ts';
import { CONFIG_FILE, type Location } from './locate.ts';
import { type ReadResult, readConfig } from './read.ts';

/** What is wrong with a file, or its fleet; `inspect` looks into its text. */
export function inspectFile(
  location: Location,
  read: ReadResult = readConfig(location.file),
  inspect: (source: Source) => Inspection = inspectConfig,
): Inspection {
  const { file, environment } = location;
  if ('text' in read) return inspect({ text: read.text, file, environment, variables: process.env });
  const { code } = read;
  const isSearched = code === 'file_missing' && !location.isNamed;
  const message = isSearched ? `There is no ${CONFIG_FILE} in ${dirname(file)} or any folder above` : read.message;
  const finding: Finding = { file, line: 1, column: 1, code, message };
  return { findings: [finding], environments: [] };
}
