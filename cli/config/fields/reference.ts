import type { Mistake } from '../mistake.ts';
import type { ReferenceField } from '../model.ts';
import { NAME_FORMS } from '../names.ts';
import { required, unique } from './shared-keys.ts';
import type { FieldType } from './type.ts';

interface ReferenceSettings {
  references?: string;
  embed?: string;
  inverse?: string;
  many?: boolean;
  onDelete?: ReferenceField['onDelete'];
}

export const reference: FieldType<ReferenceField, ReferenceSettings> = {
  schema: {
    title: 'Reference field',
    description:
      'The id of another resource, of this service (a foreign key) or of another one. It has `references` and no `type`.',
    type: 'object',
    required: ['references'],
    properties: {
      references: {
        title: 'What it references',
        description: '`<Entity>` of the same service, else `<service>.<Entity>`; of a file service, `<service>.File`.',
        type: 'string',
        pattern: '^(?:[a-z][a-z0-9-]*\\.)?[A-Z][A-Za-z0-9]*$',
        patternErrorMessage: 'an entity, or a service and its entity: `Subject`, `subject-service.Subject`',
        examples: ['Subject', 'subject-service.Subject', 'file-service.File'],
      },
      required,
      unique,
      many: {
        title: 'Many',
        description:
          'Whether it holds a list of ids, each once and in the order given; with `required`, one at least. Absent: one id. Inside a service only.',
        type: 'boolean',
      },
      embed: {
        title: 'Embedded as',
        description:
          'The key under which a read carries the referenced resource itself. Absent: it carries the id only.',
        type: 'string',
        pattern: NAME_FORMS.camel.pattern,
        patternErrorMessage: NAME_FORMS.camel.inWords,
        maxLength: 40,
        examples: ['subject'],
      },
      inverse: {
        title: 'Inverse',
        description:
          'The list of all that refer to one: `accounts` gives `GET /api/v1/customers/:id/accounts`. Inside a service only.',
        type: 'string',
        pattern: NAME_FORMS.camel.pattern,
        patternErrorMessage: NAME_FORMS.camel.inWords,
        maxLength: 40,
        examples: ['accounts'],
      },
      onDelete: {
        title: 'When the referenced resource is deleted',
        description:
          'What becomes of the reference. Absent: `restrict`; of a list (`many`) that may be empty, `nullify`.',
        enum: ['restrict', 'nullify', 'cascade'],
        enumDescriptions: [
          'the deletion is refused with 409',
          'the reference becomes `null`, or goes out of its list; not with `required: true`',
          'the resource with the reference is deleted too',
        ],
      },
    },
  },
  *check({ onDelete, many }, { required, unique }): Iterable<Mistake> {
    if (many && unique) {
      yield { path: ['unique'], at: 'key', code: 'unique_list', message: 'a list of ids cannot be unique' };
    }
    if (many && onDelete === 'cascade') {
      const message = 'what has a list stays when one of the list is deleted';
      yield { path: ['onDelete'], code: 'cascade_list', message, suggestion: 'nullify' };
    }
    if (onDelete === 'nullify' && required) {
      const message = 'a required reference cannot become null when its resource is deleted';
      yield { path: ['onDelete'], code: 'nullify_required', message, suggestion: 'restrict' };
    }
  },
  resolve(base, { references = '', many, ...settings }, within) {
    const { service, entity } = targetOf(references, within);
    return {
      ...base,
      type: 'reference',
      service,
      entity,
      // An id can go out of a list that may be empty.
      onDelete: many && !base.required ? 'nullify' : 'restrict',
      ...settings,
      ...(many && { many }),
      ...(service === within && { inside: true }),
    };
  },
};

/** `subject-service.Subject` → its two halves; `Subject` is one of the service within which that is said. */
export function targetOf(references: string, within: string): { service: string; entity: string } {
  const dot = references.indexOf('.');
  if (dot < 0) return { service: within, entity: references };
  return { service: references.slice(0, dot), entity: references.slice(dot + 1) };
}
