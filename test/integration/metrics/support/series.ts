/** A value in the text format of Prometheus. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Name and labels, without the value. */
  readonly series: string;
}

/** The samples of a scrape. */
export function samplesOf(text: string): Sample[] {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const series = line.slice(0, line.lastIndexOf(' '));
    const [, name = '', labels = ''] = /^([a-zA-Z0-9_:]+)(?:\{(.*)\})?$/.exec(series) ?? [];
    const pairs = [...labels.matchAll(/([a-zA-Z0-9_]+)="((?:[^"\\]|\\.)*)"/g)];
    return { name, series, labels: Object.fromEntries(pairs.map(([, label, value]) => [label, value ?? ''])) };
  });
}
