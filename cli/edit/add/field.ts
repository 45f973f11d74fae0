import { type FieldValue, type NamedField, ordered, parseField, typeOf } from '../notation.ts';
import { requireEntity } from '../outline.ts';
import { OWN_ROWS } from '../own-rows.ts';
import { readSetting } from '../read-setting.ts';
import { settingOf } from '../settings.ts';
import { insert } from '../text/insert.ts';
import type { Addition, Config } from './addition.ts';
import { aroundOf } from './fields-of.ts';
import { refuseSecond, refuseTwice } from './refusals.ts';

export interface FieldWish {
  readonly entity: string;
  /** Each `name:type`, or the name alone where `settings` has the type. */
  readonly fields: readonly string[];
  /** As typed, by key; beside those of the notation, and stronger. */
  readonly settings: Readonly<Record<string, string | boolean>>;
}

export function addField({ source, outline }: Config, wish: FieldWish): Addition {
  const { service, entity } = requireEntity(outline, wish.entity);
  const path = ['services', service, 'entities', entity, 'fields'];
  const added = wish.fields.map((notation) => parseField(notation, aroundOf(outline, service)));
  for (const { name } of added) refuseSecond('field', name, outline.services[service]?.entities?.[entity]?.fields);
  refuseTwice(added);
  const entries = added.map(({ name, field }) => [name, withSettings(field, wish.settings)] as const);
  const isAskedOfRows = entries.some(([, field]) => field.required === true && field.default === undefined);
  const splices = insert(source, path, Object.fromEntries(entries));
  return {
    splices,
    what: `${added.length === 1 ? 'field' : 'fields'} ${namesOf(added)} of ${entity}`,
    notes: isAskedOfRows ? [OWN_ROWS] : [],
  };
}

/** Read as the type of the field wants them. */
function withSettings(field: FieldValue, settings: FieldWish['settings']): FieldValue {
  const type = typeOf({ ...settings, ...field });
  const read = Object.entries(settings).map(([key, given]) => {
    return [key, typeof given === 'string' ? readSetting(settingOf(type, key), given, ',') : given];
  });
  return ordered({ ...field, ...Object.fromEntries(read) });
}

function namesOf(fields: readonly NamedField[]): string {
  return fields.map(({ name }) => name).join(', ');
}
