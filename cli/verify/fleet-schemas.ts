import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CheckSkipped } from './outcome.ts';

/** What does not match, a line each; nothing: it does. */
export type Mistakes = (value: unknown) => readonly string[];

interface Validate {
  (value: unknown): boolean;
  errors?: readonly { instancePath: string; message?: string }[] | null;
}

/**
 * Compiles a JSON Schema (draft 7) with the validator that the fleet's services have: the CLI has none.
 * @throws CheckSkipped where the packages of the fleet are not installed
 */
export function compile(root: string, schema: object): Mistakes {
  const { Ajv, addFormats } = validatorOf(root);
  const ajv = new Ajv({ allErrors: true, strict: false });
  addFormats(ajv);
  const validate = ajv.compile(schema);
  return (value) => {
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `data${instancePath} ${message}`);
  };
}

interface Validator {
  readonly Ajv: new (options: object) => { compile(schema: object): Validate };
  addFormats(ajv: object): void;
}

function validatorOf(root: string): Validator {
  try {
    const fleet = createRequire(join(root, 'package.json'));
    const shared = createRequire(fleet.resolve('@aurora/shared/events'));
    const { Ajv } = shared('ajv') as Pick<Validator, 'Ajv'>;
    return { Ajv, addFormats: (shared('ajv-formats') as { default: Validator['addFormats'] }).default };
  } catch (cause) {
    throw new CheckSkipped(`the packages of the fleet are not installed: ${(cause as Error).message.split('\n')[0]}`);
  }
}
