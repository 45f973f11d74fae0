import { type ChildProcess, spawn } from 'node:child_process';
import type { Ending } from '../process-group.ts';

/**
 * Keeps a list of process groups, told on standard input: `+ <group> <signal>,<signal>…` and `- <group>`. When that closes, which
 * the kernel does even for a supervisor that was killed by SIGKILL, each group gets its signals one by one, three seconds apart.
 * A text, not a file: it works also when the folder of the fleet is gone.
 */
export const GUARDIAN_SCRIPT = `
trap '' HUP INT QUIT TERM
without() {
  kept=
  for entry in $groups; do [ "\${entry%%:*}" = "$1" ] || kept="$kept $entry"; done
  groups=$kept
}
groups=
while read -r verb group signals; do
  without "$group"
  [ "$verb" = + ] && groups="$groups $group:$signals"
done
while [ -n "$groups" ]; do
  left=
  for entry in $groups; do
    group=\${entry%%:*}
    signals=\${entry#*:}
    kill -s "\${signals%%,*}" -- "-$group" 2>/dev/null && [ "$signals" != KILL ] && left="$left $group:\${signals#*,}"
  done
  groups=$left
  tenths=30
  while [ -n "$groups" ] && [ "$tenths" -gt 0 ]; do
    for entry in $groups; do
      kill -s 0 -- "-\${entry%%:*}" 2>/dev/null || without "\${entry%%:*}"
    done
    sleep 0.1
    tenths=$((tenths - 1))
  done
done
`;

/** Sees to it that no child outlives the supervisor, however that ends. */
export class Guardian {
  readonly #lines = new Map<number, string>();
  #process: ChildProcess | undefined;
  #dismissed = false;

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  watch(group: number, ending: Ending): void {
    const signals = [...ending.map(({ signal }) => signal.slice('SIG'.length)), 'KILL'];
    const line = `+ ${group} ${signals.join(',')}\n`;
    this.#lines.set(group, line);
    if (this.#process) this.#process.stdin?.write(line);
    else this.#start();
  }

  release(group: number): void {
    this.#lines.delete(group);
    this.#process?.stdin?.write(`- ${group}\n`);
  }

  /** Lets it go; what it still watches is ended. */
  dismiss(): void {
    this.#dismissed = true;
    this.#process?.stdin?.end();
  }

  #start(): void {
    const guardian = spawn('/bin/sh', ['-c', GUARDIAN_SCRIPT, 'aurora-guardian'], {
      detached: true,
      cwd: '/',
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    guardian.unref();
    // Written to after it was killed: its successor gets all lines again.
    guardian.stdin.on('error', () => undefined);
    guardian.once('exit', () => {
      if (!this.#dismissed) this.#start();
    });
    for (const line of this.#lines.values()) guardian.stdin.write(line);
    this.#process = guardian;
  }
}
