/** Who asks config-service for what every service asks it for. */
export interface ConfigAsker {
  /** The service that asks. */
  readonly service: string;
  /** Of config-service. */
  readonly provider: string;
  /** Whether it tells instances apart, as a gateway does: others call any. */
  readonly choosy: boolean;
}
