/** What the page does in the browser. Everything that comes from the document is set as text, never as markup. */
export const script = `
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const LIMITS = ['default', 'minimum', 'maximum', 'minLength', 'maxLength', 'pattern'];
const TOLD = ['location', 'etag', 'retry-after', 'x-correlation-id'];
const main = document.querySelector('main');
const token = document.querySelector('#token');
let spec;

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const code = (textContent) => make('code', { textContent });
const quiet = (textContent) => make('span', { className: 'quiet', textContent });
const resolve = (schema) =>
  schema && schema.$ref ? schema.$ref.slice(2).split('/').reduce((node, key) => node && node[key], spec) : schema;
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
const names = (schema) => quiet(Object.keys((resolve(schema) || {}).properties || {}).join(', '));

/** Something that the service may accept: a text is filled with the name of its field. */
const sample = (schema, name, depth = 0) => {
  const { type, properties, required, enum: values, pattern, default: usual, minimum, maxLength } = resolve(schema) || {};
  if (usual !== undefined) return usual;
  if (values) return values[0];
  if (properties && depth < 4) {
    const members = required || Object.keys(properties);
    return Object.fromEntries(members.map((member) => [member, sample(properties[member], member, depth + 1)]));
  }
  const text = pattern ? '' : name.slice(0, maxLength);
  return { string: text, integer: minimum || 0, number: minimum || 0, boolean: false, array: [], object: {} }[[type].flat()[0]] ?? null;
};

const tryOut = (method, path, body) => {
  const url = make('input', { className: 'url', value: path, ariaLabel: 'URL' });
  const text = body && make('textarea', { value: JSON.stringify(sample(body, ''), null, 2), ariaLabel: 'Body', spellcheck: false });
  if (text) text.rows = Math.min(12, text.value.split('\\n').length + 1);
  const result = make('pre', { hidden: true });
  const send = async () => {
    result.hidden = false;
    try {
      const answer = await fetch(url.value, {
        method: method.toUpperCase(),
        headers: Object.assign({}, token.value && { authorization: 'Bearer ' + token.value.trim() }, text && { 'content-type': 'application/json' }),
        body: text && text.value,
      });
      let shown = await answer.text();
      try { shown = JSON.stringify(JSON.parse(shown), null, 2); } catch {}
      const told = TOLD.filter((name) => answer.headers.has(name)).map((name) => name + ': ' + answer.headers.get(name));
      result.textContent = [answer.status + ' ' + answer.statusText, ...told, '', shown].join('\\n').trim();
    } catch (error) {
      result.textContent = String(error);
    }
  };
  const call = make('form', { className: 'call', onsubmit: (event) => { event.preventDefault(); send(); } }, url, make('button', { textContent: 'Send' }));
  return [call, ...(text ? [text] : []), result];
};

const section = (title, ...content) => [make('h4', { textContent: title }), ...content];
const answerOf = (status, { content, description }) => {
  const schema = schemaOf(content);
  if (status === 'default') return section('Any error', names(schema));
  return section('Answer ' + status, schema ? fields(schema) : quiet(description));
};
const show = (method, path, { summary = '', description, parameters = [], requestBody, security = [], responses = {} }) => {
  const details = make('details', {}, make('summary', {},
    make('span', { className: 'method ' + method, textContent: method.toUpperCase() }), code(path), quiet(summary)));
  details.addEventListener('toggle', () => {
    const given = parameters.map(resolve);
    const body = requestBody && schemaOf(requestBody.content);
    const scopes = security.flatMap((each) => Object.values(each).flat());
    details.append(make('div', {},
      ...(description ? [make('p', { textContent: description })] : []),
      ...section('Try it' + (scopes.length ? ', with a token that has ' + scopes.join(', ') : ''), ...tryOut(method, path, body)),
      ...(given.length ? section('Parameters', fields({
        required: given.filter((each) => each.required).map((each) => each.name),
        properties: Object.fromEntries(given.map((each) => [each.name, Object.assign({ description: each.in }, each.schema)])),
      })) : []),
      ...(body ? section('Body', fields(body)) : []),
      ...Object.entries(responses).flatMap(([status, response]) => answerOf(status, response)),
    ));
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
  const last = (tag) => tag === 'operations';
  main.replaceChildren(...[...groups].sort(([a], [b]) => last(a) - last(b)).map(([tag, operations]) =>
    make('section', {}, make('h2', { textContent: tag }), ...operations)));
}).catch((error) => { main.textContent = '/openapi.json cannot be read: ' + error; });
`;
