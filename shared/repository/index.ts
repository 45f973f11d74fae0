export { type Page, Repository } from './repository.ts';
export { create, type Resource, revise } from './resource.ts';
