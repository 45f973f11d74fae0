import { validatorCode } from '../../../config/build/validator.ts';
import { LOAD_SCHEMA } from '../schema.ts';

/** The committed files that schema.ts decides, as `[path from the root, content]`. */
export async function artifacts(): Promise<[path: string, content: string][]> {
  return [
    ['cli/load/scenario/load.schema.json', `${JSON.stringify(LOAD_SCHEMA, null, 2)}\n`],
    ['cli/load/scenario/validator.js', await validatorCode(LOAD_SCHEMA, 'schema.ts')],
  ];
}
