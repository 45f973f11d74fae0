import type { Schema } from '../json-schema.ts';

/** What stands under `$defs` by that name. */
export const definition = (name: string): Schema => ({ $ref: `#/$defs/${name}` });
