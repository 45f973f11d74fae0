import type { TryRequest } from '../../../api.ts';
import { exampleOf } from './example.ts';
import type { OpenApi, Operation } from './openapi.ts';

/** What is in the form: parameters by `in name`, and a body. */
export interface Draft {
  readonly values: Readonly<Record<string, string>>;
  readonly scopes: string;
  readonly mediaType: string;
  readonly body: string;
}

const BOUNDARY = 'aurora-dashboard';

export function draftOf(api: OpenApi, { body, scopes }: Operation): Draft {
  const types = Object.entries(body?.content ?? {});
  const [mediaType = '', content] = types.find(([type]) => type.includes('json')) ?? types[0] ?? [];
  const text = mediaType.startsWith('multipart/')
    ? multipart()
    : content
      ? JSON.stringify(content.example ?? exampleOf(api, content.schema), null, 2)
      : '';
  return { values: {}, scopes: scopes.join(' '), mediaType, body: text };
}

/** A small text file in a form (RFC 7578), which can be changed as it stands. */
function multipart(): string {
  const head = `Content-Disposition: form-data; name="file"; filename="hello.txt"\r\nContent-Type: text/plain`;
  return `--${BOUNDARY}\r\n${head}\r\n\r\nhello\r\n--${BOUNDARY}--\r\n`;
}

export function requestOf({ method, path, parameters }: Operation, draft: Draft): TryRequest {
  const given = parameters.flatMap((each) => {
    const value = draft.values[`${each.in} ${each.name}`];
    return value ? [{ ...each, value }] : [];
  });
  const place = given
    .filter((each) => each.in === 'path')
    .reduce((text, { name, value }) => text.replace(`{${name}}`, encodeURIComponent(value)), path);
  const query = new URLSearchParams();
  for (const { name, value } of given.filter((each) => each.in === 'query')) query.append(name, value);
  const headers = Object.fromEntries(
    given.filter((each) => each.in === 'header').map(({ name, value }) => [name.toLowerCase(), value]),
  );
  const multi = draft.mediaType.startsWith('multipart/');
  const type = multi ? `${draft.mediaType}; boundary=${BOUNDARY}` : draft.mediaType;
  return {
    method,
    path: query.size > 0 ? `${place}?${query}` : place,
    headers: draft.body ? { ...headers, 'content-type': type } : headers,
    // Lines of a textarea end in \n, those of a form in \r\n.
    ...(draft.body && { body: multi ? draft.body.replaceAll(/\r?\n/g, '\r\n') : draft.body }),
    scopes: draft.scopes.split(/[\s,]+/).filter(Boolean),
  };
}

/** Names of what must be said and is not. */
export const missingIn = ({ parameters }: Operation, { values }: Draft): string[] =>
  parameters.filter((each) => each.required && !values[`${each.in} ${each.name}`]).map(({ name }) => name);
