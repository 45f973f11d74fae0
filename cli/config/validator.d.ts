import type { ErrorObject } from 'ajv';

/** The config's schema, compiled ahead by `npm run config:build`: the CLI starts without loading a compiler. */
export const validate: ((value: unknown) => boolean) & { errors?: ErrorObject[] | null };
