export { type Audited, authorship } from './audit.ts';
export { type Column, columnsOf, type ListRules } from './columns.ts';
export { listParameters } from './listing/list-parameters.ts';
export type { Carried } from './listing/sql.ts';
export { listIn, withLists } from './lists.ts';
export { type Page, Repository, type RepositoryOptions } from './repository.ts';
export { create, newId, nextVersion, type Resource, revise } from './resource.ts';
export { selectionOf } from './statements.ts';
export { uuidIn } from './uuid.ts';
