import type { Mistake } from '../mistake.ts';
import type { UuidField } from '../model.ts';
import { required, unique } from './shared-keys.ts';
import { textDefault } from './text-value.ts';
import type { FieldType } from './type.ts';

/** The one spelling that is stored and given; JSON Schema's own `uuid` takes others as well. */
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const uuid: FieldType<UuidField> = {
  schema: {
    title: 'UUID field',
    description: 'A UUID of any version, in small letters. For the id of a resource of the fleet, use `references`.',
    type: 'object',
    properties: { required, unique, default: textDefault },
  },
  *check({ default: value }): Iterable<Mistake> {
    if (value !== undefined && !UUID.test(value)) {
      yield { path: ['default'], code: 'bad_default', message: `\`${value}\` is no UUID in small letters` };
    }
  },
  resolve: (base, settings) => ({ ...base, type: 'uuid', ...settings }),
};
