import type { Mistake } from '../mistake.ts';
import type { UuidField } from '../model.ts';
import { required, unique } from './shared-keys.ts';
import { textDefault } from './text-value.ts';
import type { FieldType } from './type.ts';

const CANONICAL = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const uuid: FieldType<UuidField> = {
  schema: {
    title: 'UUID field',
    description: 'A UUID of any version, in small letters. For the id of a resource of the fleet, use `references`.',
    type: 'object',
    properties: { required, unique, default: textDefault },
  },
  *check({ default: value }): Iterable<Mistake> {
    if (value !== undefined && !CANONICAL.test(value)) {
      yield { path: ['default'], code: 'bad_default', message: `\`${value}\` is no UUID in small letters` };
    }
  },
  resolve: (base, settings) => ({ ...base, type: 'uuid', ...settings }),
};
