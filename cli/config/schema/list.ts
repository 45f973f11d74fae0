import type { ObjectSchema, Schema } from '../json-schema.ts';

function names(title: string, description: string, example: readonly string[]): Schema {
  return { title, description, type: 'array', items: { type: 'string' }, uniqueItems: true, examples: [example] };
}

/** What clients may ask of the lists of an entity. */
export const list: ObjectSchema = {
  title: 'Lists',
  description: 'What lists of it can be asked for; whatever is not said stays open to all fields that it fits.',
  type: 'object',
  properties: {
    filter: names(
      'Filters',
      'What `filter[…]` takes. `id` and references are always among it: other services ask by them. Absent: every field.',
      ['status', 'createdAt'],
    ),
    sort: names('Sort keys', 'What `sort` takes. Absent: every field but `json` and `array`.', ['name', 'createdAt']),
    search: names('Searched fields', 'Where `q` looks for its text. Absent: in every field that holds text.', ['name']),
    order: {
      title: 'Order',
      description:
        'The order of lists that are not asked for another, written like `sort`: fields with commas between, `-` before those that go down. Absent: that of creation.',
      type: 'string',
      minLength: 1,
      maxLength: 200,
      examples: ['-createdAt'],
    },
  },
  additionalProperties: false,
};
