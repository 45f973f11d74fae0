import { AuroraError } from '../../../errors.ts';
import { archiveOf } from '../containers/archive.ts';
import { filesAt } from '../containers/files.ts';
import type { Engine } from '../engine.ts';
import type { SpecFile } from '../spec.ts';
import { edgeScript } from './command.ts';
import { CONFIGURATION, EDGE_PLACES, EDGE_USER, type EdgePlaces, NO_SERVERS } from './places.ts';
import { stateFunctions } from './state.ts';

/**
 * Lines for bash that have a new worker take over all listeners. It begins with the addresses that the old one knows, or it would have
 * nobody to send requests to until the engine has told.
 */
export function reloadScript(places: EdgePlaces): string {
  const { files, pid, servers } = places;
  return `${stateFunctions(places)}
haproxy -c -f ${files}/${CONFIGURATION} >&2
worker() { ask 'show info' | sed -n 's/^Pid: //p'; }
before=$(worker)
ask 'show servers state' > ${servers}
kill -USR2 "$(cat ${pid})"
# Two of its answers in a row: the old one takes no commands any more.
for ((tries = 0, answers = 0; tries < 400 && answers < 2; tries++)); do
  sleep 0.025
  now=$(worker) || now=$before
  if [ "$now" = "$before" ]; then answers=0; else answers=$((answers + 1)); fi
done
# Whoever begins anew asks the engine.
echo ${NO_SERVERS} > ${servers}
[ "$answers" -eq 2 ] || { echo 'no new worker' >&2; exit 1; }`;
}

/**
 * Gives a running edge other files without a lost connection: requests that are under way, and WebSockets, end where they began.
 * @throws AuroraError `edge_reload_failed`; then it works on with what it had
 */
export async function reloadEdge(engine: Engine, container: string, files: readonly SpecFile[]): Promise<void> {
  const before = await filesAt(engine, container, EDGE_PLACES.files);
  await put(engine, container, files);
  try {
    await edgeScript(engine, container, reloadScript(EDGE_PLACES));
  } catch (cause) {
    if (!(cause instanceof AuroraError)) throw cause;
    const own = [...before].map(([path, text]): SpecFile => ({ path, text, secret: false }));
    await put(engine, container, own);
    throw new AuroraError('edge_reload_failed', `The edge ${container} does not take its new configuration.`, {
      exit: 'failed',
      details: cause.details,
      next: `docker logs ${container}`,
      cause,
    });
  }
}

async function put(engine: Engine, container: string, files: readonly SpecFile[]): Promise<void> {
  const archive = archiveOf(files, EDGE_USER) as unknown as NodeJS.ReadableStream;
  await engine.getContainer(container).putArchive(archive, { path: EDGE_PLACES.files });
}
