export interface LiveInstance {
  /** Base URL, e.g. `http://127.0.0.1:8002`. */
  readonly url: string;
}

export type LiveInstances = (service: string) => readonly LiveInstance[];

/** Base URL of the next instance in turn that is not among `tried`; undefined: there is none. */
export type Balance = (service: string, tried?: readonly string[]) => string | undefined;

/** Round robin. */
export function createBalance(live: LiveInstances): Balance {
  const turns = new Map<string, number>();
  return (service, tried = []) => {
    const instances = live(service);
    const turn = turns.get(service) ?? 0;
    turns.set(service, (turn + 1) % Number.MAX_SAFE_INTEGER);
    for (let step = 0; step < instances.length; step++) {
      const url = instances[(turn + step) % instances.length]?.url;
      if (url !== undefined && !tried.includes(url)) return url;
    }
    return undefined;
  };
}
