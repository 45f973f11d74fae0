import { validatorCode } from '../../../config/build/validator.ts';
import { SPLIT_SCHEMA } from '../schema.ts';

/** The committed files that schema.ts decides, as `[path from the root, content]`. */
export async function artifacts(): Promise<[path: string, content: string][]> {
  return [
    ['cli/split/mapping/split.schema.json', `${JSON.stringify(SPLIT_SCHEMA, null, 2)}\n`],
    ['cli/split/mapping/validator.js', await validatorCode(SPLIT_SCHEMA, 'schema.ts')],
  ];
}
