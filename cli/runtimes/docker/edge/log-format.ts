/** `time`, `level`, `service` and `msg` as services log them, and what HAProxy knows of a request that did not end well. */
const LINE = {
  time: '%[date,utime(%Y-%m-%dT%H:%M:%SZ)]',
  level: 'warn',
  service: 'edge',
  msg: 'request did not end well',
  to: '%[be_name]',
  method: '%[var(txn.method),json(utf8s)]',
  path: '%[var(txn.path),json(utf8s)]',
  correlationId: '%[var(txn.correlation)]',
  /** How it ended, in HAProxy's two letters: its manual, section 8.5. */
  state: '%ts',
};

const NUMBERS = { status: '%ST', durationMs: '%Ta', retries: '%rc' };

/** A JSON line for each, as one word of the configuration. */
export const LOG_FORMAT = `'${JSON.stringify(LINE).slice(0, -1)}${Object.entries(NUMBERS)
  .map(([name, value]) => `,"${name}":${value}`)
  .join('')}}'`;
