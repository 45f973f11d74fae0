/** What the page does in the browser. Everything that comes from the document is set as text, never as markup. */
export const script = `
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const main = document.querySelector('main');
const token = document.querySelector('#token');
let spec;

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const resolve = (schema) =>
  schema && schema.$ref ? schema.$ref.slice(2).split('/').reduce((node, key) => node && node[key], spec) : schema;
const schemaOf = (content) => resolve(Object.values(content || {})[0] && Object.values(content)[0].schema);

const typeOf = (schema) => {
  if (!schema) return 'any';
  if (schema.$ref) return schema.$ref.split('/').pop();
  if (schema.anyOf || schema.oneOf) return (schema.anyOf || schema.oneOf).map(typeOf).join(' | ');
  const type = [schema.type || 'any'].flat().join(' | ');
  return schema.type === 'array' ? typeOf(schema.items) + '[]' : schema.format ? type + ' (' + schema.format + ')' : type;
};
const limitsOf = (schema) =>
  ['enum', 'default', 'minimum', 'maximum', 'minLength', 'maxLength', 'pattern']
    .filter((key) => schema[key] !== undefined)
    .map((key) => key + ' ' + JSON.stringify(schema[key]))
    .join(', ');

const fields = (schema) => {
  if (!schema || !schema.properties) return make('code', { textContent: typeOf(schema) });
  const required = schema.required || [];
  return make('table', {}, ...Object.entries(schema.properties).map(([name, field]) => make('tr', {},
    make('td', {}, make('code', { textContent: name + (required.includes(name) ? ' *' : '') })),
    make('td', {}, make('code', { textContent: typeOf(field) })),
    make('td', { className: 'quiet', textContent: [resolve(field).description, limitsOf(resolve(field))].filter(Boolean).join(' · ') }))));
};
const sample = (schema, depth = 0) => {
  schema = resolve(schema) || {};
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  if (schema.properties && depth < 4) {
    const required = schema.required || Object.keys(schema.properties);
    return Object.fromEntries(required.map((name) => [name, sample(schema.properties[name], depth + 1)]));
  }
  return { string: '', integer: 0, number: 0, boolean: false, array: [], object: {} }[[schema.type].flat()[0]] ?? null;
};

const tryOut = (method, path, operation, body) => {
  const url = make('input', { value: path, size: 60, ariaLabel: 'URL' });
  const text = body && make('textarea', { value: JSON.stringify(sample(body), null, 2), ariaLabel: 'Body' });
  const result = make('pre', { hidden: true });
  const send = make('button', { type: 'button', textContent: 'Send', onclick: async () => {
    result.hidden = false;
    try {
      const answer = await fetch(url.value, {
        method: method.toUpperCase(),
        headers: Object.assign({}, token.value && { authorization: 'Bearer ' + token.value.trim() }, text && { 'content-type': 'application/json' }),
        body: text && text.value,
      });
      const received = await answer.text();
      let shown = received;
      try { shown = JSON.stringify(JSON.parse(received), null, 2); } catch {}
      result.textContent = answer.status + ' ' + answer.statusText + '\\n\\n' + shown;
    } catch (error) {
      result.textContent = String(error);
    }
  } });
  return make('div', {}, make('h4', { textContent: 'Try it' }), url, ' ', send, ...(text ? [text] : []), result);
};

const section = (title, content) => (content ? [make('h4', { textContent: title }), content] : []);
const show = (method, path, operation) => {
  const details = make('details', {}, make('summary', {},
    make('span', { className: 'method', textContent: method.toUpperCase() }), make('code', { textContent: path }),
    ' ', make('span', { className: 'quiet', textContent: operation.summary || '' })));
  details.addEventListener('toggle', () => {
    const parameters = (operation.parameters || []).map(resolve);
    const body = operation.requestBody && schemaOf(operation.requestBody.content);
    const scopes = (operation.security || []).flatMap((each) => Object.values(each).flat());
    details.append(
      ...section('', operation.description && make('p', { textContent: operation.description })),
      ...section('Scope', scopes.length && make('code', { textContent: scopes.join(', ') })),
      ...section('Parameters', parameters.length && fields({
        required: parameters.filter((each) => each.required).map((each) => each.name),
        properties: Object.fromEntries(parameters.map((each) => [each.name, Object.assign({ description: each.in }, each.schema)])),
      })),
      ...section('Body', body && fields(body)),
      ...Object.entries(operation.responses || {}).flatMap(([status, response]) =>
        section('Answer ' + status, response.content ? fields(schemaOf(response.content)) : make('span', { className: 'quiet', textContent: response.description }))),
      tryOut(method, path, operation, body),
    );
  }, { once: true });
  return details;
};

fetch('openapi.json').then((answer) => answer.json()).then((document_) => {
  spec = document_;
  document.title = spec.info.title;
  document.querySelector('h1').textContent = spec.info.title + ' ' + spec.info.version;
  const groups = new Map();
  for (const [path, item] of Object.entries(spec.paths || {})) {
    for (const method of METHODS.filter((each) => item[each])) {
      const tag = (item[method].tags || ['other'])[0];
      groups.set(tag, [...(groups.get(tag) || []), show(method, path, item[method])]);
    }
  }
  main.replaceChildren(...[...groups].map(([tag, operations]) => make('section', {}, make('h2', { textContent: tag }), ...operations)));
}).catch((error) => { main.textContent = '/openapi.json cannot be read: ' + error; });
`;
