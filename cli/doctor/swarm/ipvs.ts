import { existsSync, readFileSync } from 'node:fs';
import { release } from 'node:os';
import { isLocal } from '../../runtimes/docker/engine.ts';
import { fail, ok, type Verdict, warn } from '../check.ts';

const NEXT = 'swarm: { endpointMode: dnsrr } in the config; or, if the kernel has it: modprobe ip_vs';

/**
 * Whether the kernel balances addresses that stand for several tasks, which `endpointMode: vip` needs. Of other nodes nobody here can tell.
 * @param root of the file system
 */
export function ipvs(root = '/', kernel = release(), local = isLocal()): Verdict {
  if (!local) return ok('needed by endpointMode vip; an engine elsewhere does not tell whether it is there');
  if (existsSync(`${root}proc/net/ip_vs`)) return ok('loaded');
  const folder = `${root}lib/modules/${kernel}`;
  const lists = ['modules.builtin', 'modules.dep'].map((name) => `${folder}/${name}`).filter(existsSync);
  // As in a container: an engine outside may have what is not seen from here.
  if (lists.length === 0) return warn('not loaded, and no modules of this kernel are to be seen', NEXT);
  const has = lists.some((file) => /\bip_vs\.ko/.test(readFileSync(file, 'utf8')));
  return has ? ok('there, loaded when it is needed') : fail('this kernel has none, which endpointMode vip needs', NEXT);
}
