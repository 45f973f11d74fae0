import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { mapKeyword, type Schema } from '../json-schema.ts';

/** The code of a validator.js: a compiler at every start would cost the CLI more than all the rest of reading the config. */
export async function validatorCode(schema: Schema, source: string): Promise<string> {
  const ajv = new Ajv2020({
    allErrors: true,
    // explain.ts has words of its own, which it takes from the schema that each error brings along.
    messages: false,
    verbose: true,
    // Prototypes lend no keys.
    ownProperties: true,
    strict: false,
    inlineRefs: false,
    code: { source: true, esm: true },
  });
  ajv.addSchema(withoutAnnotations(schema), 'config');
  const contents = standalone.default(ajv, { validate: 'config' });
  const bundle = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    minify: true,
    write: false,
    banner: { js: `// Generated from ${source} by \`npm run config:build\`. Do not edit.` },
  });
  return bundle.outputFiles[0]?.text ?? '';
}

/** All but `patternErrorMessage`, which explain.ts reads. */
const ANNOTATIONS = new Set(['title', 'description', 'examples', 'default', 'enumDescriptions']);

function withoutAnnotations(schema: Schema): Schema {
  const kept = Object.entries(schema).filter(([keyword]) => !ANNOTATIONS.has(keyword));
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, mapKeyword(keyword, value, withoutAnnotations)]));
}
