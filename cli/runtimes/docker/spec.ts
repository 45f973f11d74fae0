/** What a container is to be, in words that the engine's API and a compose file both have. Without a secret's text: only where it is mounted. */
export interface ContainerSpec {
  /** `<fleet>-<part>-<n>`. */
  readonly name: string;
  readonly kind: 'service' | 'infrastructure' | 'edge';
  /** The service or the part of the infrastructure: `subject-service`, `postgres`. Others in the network find it by this name. */
  readonly part: string;
  readonly image: string;
  /** Absent: the image's own. */
  readonly command?: readonly string[];
  /** `uid:gid`. */
  readonly user: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Written into a volume of its own that is mounted at `/run/aurora`, with the container's user as their owner. */
  readonly files: readonly SpecFile[];
  readonly volumes: readonly { readonly name: string; readonly target: string }[];
  /** Folders in memory, on a root that is read-only. */
  readonly tmpfs: readonly string[];
  readonly ports: readonly SpecPort[];
  /** As in `resolv.conf`. With `ndots:1` the engine keeps to itself the names of containers that are not there. */
  readonly dnsOptions?: readonly string[];
  /** Absent: the image's own; null: none. */
  readonly healthcheck?: SpecHealthcheck | null;
  readonly limits: SpecLimits;
  /** Parts that have to be ready before it starts. */
  readonly dependsOn: readonly string[];
  /** From SIGTERM to SIGKILL. */
  readonly stopSeconds: number;
}

/** A file that a container reads: configuration, or a secret, which is in no label and no variable. */
export interface SpecFile {
  /** Below `/run/aurora`, e.g. `secrets/database.url`. */
  readonly path: string;
  readonly text: string;
  readonly secret: boolean;
  /** Read by a server that makes its data, and never again: another text needs no other container. */
  readonly firstStartOnly?: boolean;
  /** Another text is taken over by the container that runs. */
  readonly reloaded?: boolean;
}

export interface SpecPort {
  readonly container: number;
  /** On 127.0.0.1; 0: any that is free. */
  readonly host: number;
}

export interface SpecHealthcheck {
  /** A command, run without a shell. */
  readonly test: readonly string[];
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly retries: number;
  readonly startSeconds: number;
}

export interface SpecLimits {
  readonly memoryMb: number;
  readonly cpus: number;
  readonly processes: number;
}

/** Where the files of a container are. */
export const FILES = '/run/aurora';

/** Of a folder in memory: an image may have one of the same name, whose mode the engine would keep, and whose owner it would not. */
export function tmpfsOptions({ user }: Pick<ContainerSpec, 'user'>): string {
  const [uid, gid] = user.split(':');
  return `uid=${uid},gid=${gid},mode=0700,size=64m`;
}
