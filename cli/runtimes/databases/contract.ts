/** A database that a fleet needs, with the logins that may use it. */
export interface WantedDatabase {
  readonly name: string;
  readonly owner: Login;
  /** May read and write rows, nothing else; absent: the owner is the only one. */
  readonly user?: Login;
}

export interface Login {
  readonly name: string;
  readonly password: string;
}

/** Makes what is missing of these databases and logins on a server; what is there already is brought in line. */
export type Provision = (administratorUrl: string, databases: readonly WantedDatabase[]) => Promise<void>;

/** What a database server's administrator can do about its own password. */
export interface Administration {
  /** Whether the server lets this login in. Rejects where nobody answers. */
  admits(url: string): Promise<boolean>;
  /** Changes the password of the login of `url`. */
  setPassword(url: string, password: string): Promise<void>;
}
