/** Schemas as people read them, and values that fit them. */
export const schemas = `
const LIMITS = ['default', 'minimum', 'maximum', 'minLength', 'maxLength', 'pattern'];
const resolve = (node) =>
  node && node.$ref ? node.$ref.slice(2).split('/').reduce((within, key) => within && within[key], spec) : node;
const schemaOf = (content) => (Object.values(content || {})[0] || {}).schema;

const typeOf = (schema) => {
  if (!schema) return 'any';
  if (schema.$ref) return schema.$ref.split('/').pop();
  if (schema.anyOf || schema.oneOf) return (schema.anyOf || schema.oneOf).map(typeOf).join(' | ');
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const type = [schema.type || 'any'].flat().join(' | ');
  return schema.type === 'array' ? typeOf(schema.items) + '[]' : schema.format ? type + ' (' + schema.format + ')' : type;
};
const limitsOf = (schema) =>
  LIMITS.filter((key) => schema[key] !== undefined).map((key) => key + ' ' + JSON.stringify(schema[key])).join(', ');

const fields = (schema) => {
  const { properties, required = [] } = resolve(schema) || {};
  if (!properties) return code(typeOf(schema));
  return make('table', {}, ...Object.entries(properties).map(([name, field]) => make('tr', {},
    make('td', {}, code(name), required.includes(name) ? ' *' : ''),
    make('td', {}, code(typeOf(field))),
    make('td', {}, quiet([resolve(field).description, limitsOf(resolve(field))].filter(Boolean).join(' · '))))));
};

/** Something that the service may accept: a text is filled with the name of its field. */
const sample = (schema, name, depth = 0) => {
  const { type, properties, required, enum: values, pattern, format, default: usual, minimum, maxLength } = resolve(schema) || {};
  if (usual !== undefined) return usual;
  if (values) return values[0];
  if (properties && depth < 4) {
    const members = required || Object.keys(properties);
    return Object.fromEntries(members.map((member) => [member, sample(properties[member], member, depth + 1)]));
  }
  const text = pattern || format ? '' : name.slice(0, maxLength);
  return { string: text, integer: minimum || 0, number: minimum || 0, boolean: false, array: [], object: {} }[[type].flat()[0]] ?? null;
};
`;
