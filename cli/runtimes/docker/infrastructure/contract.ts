import type { ContainerSpec } from '../spec.ts';

/** A part that the services stand on. */
export interface Infrastructure {
  readonly spec: ContainerSpec;
  /** Whether it does its work; asked on the loopback port at which the engine publishes it. Rejects where nobody answers. */
  answers(port: number): Promise<boolean>;
}

/** What the server of the databases adds. */
export interface DatabaseServer extends Infrastructure {
  /** With its administrator's login, as seen from this machine. */
  administratorUrl(port: number): string;
  /** With any login, as seen from the containers; without one, for whoever puts his own in. */
  readonly innerUrl: string;
  /** Opens its own shell inside the container; the password comes by standard input or a variable of this one process. */
  shell(database: string, login: string): { readonly command: readonly string[]; readonly passwordVariable: string };
}
