/** The databases of a running fleet, lent for as long as somebody works on them. */
export interface Databases {
  /** A service's own database, with the login of its owner, which may change the schema. */
  url(service: string): string;
}
