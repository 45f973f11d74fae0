import type { ErrorObject } from 'ajv';

/** The schema of load scenarios, compiled ahead by `npm run config:build`. */
export const validate: ((value: unknown) => boolean) & { errors?: ErrorObject[] | null };
