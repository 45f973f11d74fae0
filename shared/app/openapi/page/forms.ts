/** What a request is put together from. */
export const forms = `
const OPERATORS = { eq: '=', ne: '≠', gt: '>', gte: '≥', lt: '<', lte: '≤', in: 'is one of', contains: 'contains', null: 'is null' };
const FILTER = /^filter\\[(\\w+)\\](?:\\[(\\w+)\\])?$/;
/** By the header or place that takes it: what answers have told, offered again. */
const KNOWN = { path: 'ids', 'If-Match': 'etags', 'If-None-Match': 'etags' };

const choice = (values, ariaLabel) => {
  const options = values.map(([value, text]) => make('option', { value, textContent: text }));
  return make('select', { ariaLabel }, ...options);
};
const control = (schema, ariaLabel) => {
  const values = schema.enum || (schema.type === 'boolean' ? [true, false] : undefined);
  if (values) return choice(['', ...values].map((value) => [value, value]), ariaLabel);
  return make('input', { ariaLabel, autocomplete: 'off', spellcheck: false, placeholder: schema.default ?? '' });
};
const hintOf = ({ description, schema }) => {
  const values = ((schema.items || {}).enum || []).filter((value) => !value.startsWith('-')).join(', ');
  const limits = description ? limitsOf({ ...schema, pattern: undefined }) : limitsOf(schema);
  return [plain(description), values, limits].filter(Boolean).join(' · ');
};

const field = (parameter) => {
  const { name, in: place, required, schema } = parameter;
  const input = control(schema, name);
  input.required = Boolean(required);
  const known = KNOWN[place] || KNOWN[name];
  if (known) input.setAttribute('list', known);
  const row = make('label', { className: 'field' }, make('span', {}, code(name), required ? ' *' : ''), input, quiet(hintOf(parameter)));
  return { row, read: () => [[parameter, input.value]] };
};

/** Any number of conditions, each on a field by an operator that it has. */
const filters = (parameters) => {
  const byField = new Map();
  for (const parameter of parameters) {
    const [, name, operator = 'eq'] = FILTER.exec(parameter.name);
    byField.set(name, (byField.get(name) || new Map()).set(operator, parameter));
  }
  const conditions = new Set();
  const list = make('div', { className: 'filters' });
  const add = () => {
    const name = choice([...byField.keys()].map((each) => [each, each]), 'Field');
    const row = make('div', { className: 'filter' });
    const condition = {};
    const offer = () => {
      const operators = byField.get(name.value);
      const operator = choice([...operators.keys()].map((each) => [each, OPERATORS[each] || each]), 'Operator');
      const ask = () => {
        condition.parameter = operators.get(operator.value);
        condition.input = control(condition.parameter.schema, 'Value');
        if (condition.parameter.schema.type === 'array') condition.input.placeholder = 'a,b,c';
        row.replaceChildren(name, operator, condition.input, drop);
      };
      operator.onchange = () => { ask(); operator.focus(); };
      ask();
    };
    const drop = make('button', { type: 'button', className: 'plain', textContent: 'Remove', onclick: () => {
      conditions.delete(condition);
      row.remove();
      more.focus();
    } });
    name.onchange = () => { offer(); name.focus(); };
    offer();
    conditions.add(condition);
    list.append(row);
    name.focus();
  };
  const more = make('button', { type: 'button', className: 'plain', textContent: 'Add a filter', onclick: add });
  const row = make('div', { className: 'field' }, code('filter'), make('div', {}, list, more));
  return { row, read: () => [...conditions].map(({ parameter, input }) => [parameter, input.value]) };
};

const bodyOf = (requestBody) => {
  const [type, { schema }] = Object.entries(requestBody.content)[0];
  if (type === 'multipart/form-data') {
    const [name] = Object.keys(resolve(schema).properties);
    const input = make('input', { type: 'file', ariaLabel: name, required: true });
    const read = () => {
      const form = new FormData();
      form.append(name, input.files[0]);
      return form;
    };
    return { row: make('label', { className: 'field' }, make('span', {}, code(name), ' *'), input), read };
  }
  const text = make('textarea', { value: JSON.stringify(sample(schema, ''), null, 2), ariaLabel: 'Body', spellcheck: false });
  text.rows = Math.min(12, text.value.split('\\n').length + 1);
  return { row: make('label', { className: 'field' }, code('body'), text), read: () => text.value, type };
};
`;
