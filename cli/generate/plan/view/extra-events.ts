import type { Entity, ExtraEvent } from '../../../config/model.ts';
import type { Json } from '../../format/literal.ts';
import { type FieldView, viewField } from './field.ts';
import { sharedEnumsOf } from './shared-enums.ts';
import { capitalise } from './words.ts';

/** An event of the config's own. */
export interface ExtraEventView {
  /** `moneyTransferred` */
  readonly name: string;
  /** `money-transferred`, in its type. */
  readonly verb: string;
  /** Of what it carries. */
  readonly version: number;
  /** `AccountMoneyTransferred`: the type of what it carries. */
  readonly type: string;
  readonly data: readonly FieldView[];
  readonly sharedEnums: readonly string[];
  /** Its verb, its version unless that is the first, and the JSON Schema of what it carries. */
  readonly definition: Json;
}

export function viewExtraEvents({ name: entity, events = [] }: Entity): readonly ExtraEventView[] {
  return events.map((event) => viewExtraEvent(event, entity));
}

export function viewExtraEvent({ name, verb, version = 1, data: fields }: ExtraEvent, entity: string): ExtraEventView {
  const data = fields.map(viewField);
  return {
    name,
    verb,
    version,
    type: entity + capitalise(name),
    data,
    sharedEnums: sharedEnumsOf(fields),
    definition: {
      verb,
      ...(version > 1 && { schemaVersion: version }),
      data: {
        type: 'object',
        properties: Object.fromEntries(data.map((field) => [field.name, field.schema])),
        required: data.map((field) => field.name),
        additionalProperties: false,
      },
    },
  };
}
