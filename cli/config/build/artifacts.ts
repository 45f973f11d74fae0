import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { editorSchema } from '../editor-schema.ts';
import { CONFIG_SCHEMA } from '../schema.ts';
import { fillBlocks, referenceBlocks } from './reference.ts';
import { validatorCode } from './validator.ts';

/** Every committed file that schema.ts decides, as `[path from the root, content]`. */
export async function artifacts(root: string): Promise<[path: string, content: string][]> {
  const example = await readFile(join(root, 'aurora.config.yaml'), 'utf8');
  const page = await readFile(join(root, 'docs/config.md'), 'utf8');
  return [
    ['cli/config/aurora.schema.json', `${JSON.stringify(editorSchema(), null, 2)}\n`],
    ['cli/config/validator.js', await validatorCode(CONFIG_SCHEMA, 'schema.ts')],
    ['docs/config.md', fillBlocks(page, referenceBlocks(example))],
  ];
}
