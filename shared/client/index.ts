export type { ProblemCode } from '../errors/catalogue.ts';
export { connect } from './connect.ts';
export type {
  CallContext,
  CallOptions,
  ChangeOptions,
  ConnectOptions,
  StreamingTransport,
  StreamRequest,
  Transport,
  WriteOptions,
} from './contract.ts';
export { etagOf } from './etags.ts';
export {
  type DownloadOptions,
  defineFiles,
  type FileClient,
  type FileDefinition,
  type UploadOptions,
} from './files.ts';
export type { Filter, ListQuery, PageQuery } from './list-query.ts';
export {
  defineCommand,
  defineQuery,
  defineResourceCommand,
  defineResourceQuery,
  type OperationDefinition,
} from './operations.ts';
export { ApiProblem, type ApiProblemOptions } from './problem.ts';
export { defineEntity, type EntityClient, type EntityDefinition, type ResourceClient } from './resources.ts';
export type { Embedded, EntityTypes, Unresolved } from './types.ts';
