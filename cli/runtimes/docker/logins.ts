/** Of the database server. */
export const ADMINISTRATOR = 'administrator';
export const BROKER_ADMINISTRATOR = 'broker-administrator';
/** Redis knows no users, only a password. */
export const CACHE = 'cache';

/** The name of the file with a service's password for the broker. */
export function brokerLoginFile(service: string): string {
  return `broker-${service}`;
}
