/** One line of what a service's `/metrics` says. */
export interface Sample {
  readonly name: string;
  /** Name and labels as they were written: the same series has the same text in every answer. */
  readonly series: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;
const UNESCAPED: Readonly<Record<string, string>> = { '\\n': '\n', '\\"': '"', '\\\\': '\\' };

/**
 * The samples of a text in the exposition format of Prometheus, version 0.0.4, of the names that somebody wants: some hundred of the lines
 * of a service are buckets that nobody looks at. What is no sample is left out: one metric that cannot be read takes nothing from the others.
 */
export function parseExposition(text: string, wanted: (name: string) => boolean): Sample[] {
  return text.split('\n').flatMap((line) => {
    const name = /^[a-zA-Z_:][\w:]*/.exec(line)?.[0];
    if (name === undefined || !wanted(name)) return [];
    const end = line[name.length] === '{' ? line.lastIndexOf('}') + 1 : name.length;
    // A time stamp may follow the value.
    const value = numberOf(line.slice(end).trim().split(/\s+/)[0] ?? '');
    if (end === 0 || value === undefined) return [];
    return [{ name, series: line.slice(0, end), labels: labelsIn(line.slice(name.length, end)), value }];
  });
}

function labelsIn(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(LABEL)) {
    labels[name] = value.replaceAll(/\\[n"\\]/g, (escaped) => UNESCAPED[escaped] ?? escaped);
  }
  return labels;
}

function numberOf(text: string): number | undefined {
  if (/^[+-]?inf$/i.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^nan$/i.test(text)) return Number.NaN;
  const value = Number(text);
  return text === '' || Number.isNaN(value) ? undefined : value;
}
