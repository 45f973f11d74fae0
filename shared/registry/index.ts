export type { Instance, Registration, ServiceList } from './contract.ts';
export { Directory, type DirectoryOptions } from './directory.ts';
export { Lease, type LeaseOptions } from './lease.ts';
