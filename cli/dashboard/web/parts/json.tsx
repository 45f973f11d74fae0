/** Strings that are names, other strings, and what else has a meaning of its own. */
const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

export function Json({ of }: { of: unknown }) {
  return <Code text={JSON.stringify(of, null, 2) ?? 'undefined'} />;
}

/** JSON as it was written, coloured. */
export function Code({ text }: { text: string }) {
  const parts: (string | preact.JSX.Element)[] = [];
  let end = 0;
  for (const { 0: token, 1: quoted, 2: colon, 3: word, index } of text.matchAll(TOKEN)) {
    parts.push(text.slice(end, index));
    const kind = quoted ? (colon ? 'key' : 'string') : word ? 'word' : 'number';
    parts.push(<span class={kind}>{quoted ?? token}</span>, colon ?? '');
    end = index + token.length;
  }
  parts.push(text.slice(end));
  return <pre class="json">{parts}</pre>;
}
