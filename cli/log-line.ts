/** Members that every line has, or that the first part of the line already tells. */
const SHOWN = new Set(['time', 'level', 'service', 'msg', 'version', 'pid', 'hostname', 'err']);

/** A line that a service wrote, for people: `12:00:01.123 WARN  message key=value`. What is no JSON object stays as it is. */
export function readableLine(text: string): string {
  const entry = parse(text);
  if (!entry) return text;
  const { time, level, msg, err } = entry;
  const rest = Object.entries(entry).filter(([key]) => !SHOWN.has(key));
  const words = [
    clock(time),
    String(level ?? 'info')
      .toUpperCase()
      .padEnd(5),
    String(msg ?? ''),
  ];
  const pairs = rest.map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return [[...words, ...pairs].filter((word) => word !== '').join(' '), ...stackOf(err)].join('\n');
}

function parse(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function clock(time: unknown): string {
  return typeof time === 'string' ? time.slice('2000-01-01T'.length, '2000-01-01T00:00:00.000'.length) : '';
}

function stackOf(error: unknown): readonly string[] {
  const { stack, message } = Object(error) as { stack?: unknown; message?: unknown };
  const text = stack ?? message;
  return typeof text === 'string' ? text.split('\n').map((line) => `    ${line}`) : [];
}
