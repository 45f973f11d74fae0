import type { AnswerFilter } from '../proxy/answer-filter.ts';
import type { OutgoingChange } from '../proxy/outgoing.ts';
import type { NameRules } from '../settings/index.ts';
import { type Named, nameRules } from './name-rules.ts';

interface Header extends Named {
  readonly value: string | string[];
}

/** Changes the headers of a request. Which ones no rule may name, their schema says. */
export function requestHeaderRules(rules: NameRules): OutgoingChange {
  const apply = headerRules(rules);
  return (_request, outgoing) => {
    const { headers } = outgoing;
    const entries: Header[] = [];
    for (let index = 0; index < headers.length; index += 2) {
      entries.push({ name: headers[index] as string, value: headers[index + 1] as string });
    }
    outgoing.headers = apply(entries).flatMap(({ name, value }) => [name, value as string]);
  };
}

/** Changes the headers of an answer. */
export function answerHeaderRules(rules: NameRules): AnswerFilter {
  const apply = headerRules(rules);
  return (_request, { headers }) => {
    const entries = Object.entries(headers).map(([name, value]) => ({ name, value: value ?? '' }));
    for (const { name } of entries) delete headers[name];
    for (const { name, value } of apply(entries)) (headers as Record<string, Header['value']>)[name] = value;
    return undefined;
  };
}

function headerRules({ remove, rename = {}, set = {} }: NameRules) {
  const lower = ([name, value]: [string, string]) => [name.toLowerCase(), value];
  return nameRules<Header>(
    {
      remove: remove?.map((name) => name.toLowerCase()) ?? [],
      rename: Object.fromEntries(Object.entries(rename).map(([from, to]) => lower([from, to.toLowerCase()]))),
      set: Object.fromEntries(Object.entries(set).map(lower)),
    },
    { renamed: ({ value }, name) => ({ name, value }), set: (name, value) => ({ name, value }) },
  );
}
