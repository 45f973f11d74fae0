/** The list of what can be called. */
export const operations = `
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const PLACES = ['path', 'query', 'header'];
const section = (title, ...content) => [make('h4', { textContent: title }), ...content];

const tryOut = (method, path, parameters, requestBody) => {
  const isFilter = ({ name }) => FILTER.test(name);
  const inPlace = PLACES.flatMap((place) => parameters.filter((each) => each.in === place && !isFilter(each)));
  const parts = inPlace.map(field);
  if (parameters.some(isFilter)) parts.push(filters(parameters.filter(isFilter)));
  const body = requestBody && bodyOf(requestBody);
  const result = make('div', { className: 'result', ariaLive: 'polite' });
  const button = make('button', { textContent: 'Send' });
  const form = make('form', {}, ...parts.map(({ row }) => row), ...(body ? [body.row] : []), button);
  form.onsubmit = async (event) => {
    event.preventDefault();
    button.disabled = true;
    await send(method, path, parts.flatMap(({ read }) => read()), body, result);
    button.disabled = false;
    button.focus();
  };
  return [form, result];
};

const answers = (responses) => Object.entries(responses).flatMap(([status, { content, description }]) => {
  const isProblem = Boolean(content && content['application/problem+json']);
  const about = make('p', { className: 'answer' }, code(status === 'default' ? 'other' : status), ' ' + plain(description));
  return isProblem || !content ? [about] : [about, fields(schemaOf(content))];
});

const show = (method, path, { summary = '', description, parameters = [], requestBody, security = [], responses = {} }) => {
  const details = make('details', {}, make('summary', {},
    make('span', { className: 'method ' + method, textContent: method.toUpperCase() }), code(path), quiet(summary)));
  details.addEventListener('toggle', () => {
    const scopes = security.flatMap((each) => Object.values(each).flat());
    const body = requestBody && requestBody.content['application/json'];
    details.append(make('div', {},
      ...(description ? [make('p', { textContent: plain(description) })] : []),
      ...section(scopes.length ? 'Needs a token with ' + scopes.join(', ') : 'Needs no token', ...tryOut(method, path, parameters.map(resolve), requestBody)),
      ...(body ? section('Body', fields(body.schema)) : []),
      make('details', { className: 'answers' }, make('summary', { textContent: 'Answers: ' + Object.keys(responses).join(', ').replace('default', 'other') }), ...answers(responses)),
    ));
  }, { once: true });
  return details;
};

fetch('openapi.json').then((answer) => answer.json()).then((document_) => {
  spec = document_;
  document.title = spec.info.title;
  document.querySelector('h1').textContent = spec.info.title + ' ' + spec.info.version;
  const groups = new Map();
  for (const [path, item] of Object.entries(spec.paths || {}).sort(([a], [b]) => (a < b ? -1 : 1))) {
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
